/* evidence_acquisition.c - logs of acquisitions: what is taken, what is not */
#include <stdlib.h>

#include "forensic/acquisition.h"
#include "forensic/bytes.h"
#include "tap.h"

#define M "7a1bcb57932eb3f37a64856345ab1470"
#define S "deb78b960a58c349fca4d23c2096a9177c0b9237"
#define H "d7c6133ae311211f9978684700819ff331b184b50343ae5ee893e17371afb1c8"
#define OTHER "00000000000000000000000000000000"

#define EWF "ewfacquire 20140813\n"
#define MD5_EWF "MD5 hash calculated over data:\t\t" M "\n"
#define GUY                                                           \
	"\r\nGUYMAGER ACQUISITION INFO FILE\r\n=====\r\nGuymager\r\n" \
	"Version          : 0.8.13-2 \r\nVersion timestamp: 2021\r\n" \
	"Device information\r\n   MD5 hash: " OTHER "\r\nAcquisition\r\n"
#define FTK "Created By AccessData\xae FTK\xae Imager 3.1.1.8 \r\n"
#define DC3 "dc3dd 7.2.646 started at 2026-11-22 12:00:00 +0000\n"
#define IN "input results for device `/dev/sdb':\n"

static const struct {
	const char *what, *log;
	const char *format; /* NULL: refused, */
	const char *words;  /* with these; else "tool|exhibit|examiner|state" */
	const char
	    *digests; /* "md5 sha1": those that are taken, all as above */
	int64_t size; /* -1: none */
} cases[] = {
	{ "ewfacquire", EWF MD5_EWF "ewfacquire: SUCCESS\n", "ewfacquire",
	    "ewfacquire 20140813|||SUCCESS", "md5", -1 },
	{ "its log, which has no title",
	    MD5_EWF "SHA256 hash calculated over data:\t" H, "ewfacquire",
	    "|||", "sha256 md5", -1 },
	{ "bytes written are not those acquired",
	    EWF "Written: 65 KiB (67008 bytes) in 0 second(s).\n" MD5_EWF,
	    "ewfacquire", "ewfacquire 20140813|||", "md5", -1 },
	{ "parameters that a person gave",
	    "ewfacquirestream 20140813\nEvidence number:\tA1\n"
	    "Examiner name: \tbadge 1234\n" MD5_EWF,
	    "ewfacquire", "ewfacquirestream 20140813|A1|badge 1234|", "md5",
	    -1 },
	{ "parameters that nobody gave",
	    "ewfacquirestream 20140813\nCase number:\tcase_number\n"
	    "Evidence number:\tevidence_number\nExaminer name:\texaminer_name\n" MD5_EWF,
	    "ewfacquire", "ewfacquirestream 20140813|||", "md5", -1 },
	{ "ewfverify", "ewfverify 20140813\n\n" MD5_EWF, NULL,
	    "it is of a tool that reads images and acquires none", NULL, -1 },
	{ "two digests", EWF MD5_EWF "MD5 hash calculated over data: " OTHER,
	    NULL, "line 3: it is another digest than before: md5", NULL, -1 },
	{ "the same digest twice", EWF MD5_EWF MD5_EWF, "ewfacquire",
	    "ewfacquire 20140813|||", "md5", -1 },
	{ "upper-case digits",
	    "MD5 hash calculated over data: 7A1BCB57932EB3F37A64856345AB1470",
	    "ewfacquire", "|||", "md5", -1 },
	{ "a digest cut short",
	    "MD5 hash calculated over data: 7a1bcb57932eb3f37a64856345ab147",
	    NULL, "line 1: there is no digest behind md5", NULL, -1 },
	{ "a digest that goes on",
	    "MD5 hash calculated over data: 7a1bcb57932eb3f37a64856345ab14700",
	    NULL, "line 1: there is no digest behind md5", NULL, -1 },
	{ "a digest that is none",
	    "MD5 hash calculated over data: 7g1bcb57932eb3f37a64856345ab1470",
	    NULL, "line 1: there is no digest behind md5", NULL, -1 },
	{ "no digest", EWF "MD5 hash calculated over data: N/A\n", NULL,
	    "it states no MD5, SHA-1 or SHA-256 of an image", NULL, -1 },

	{ "Guymager",
	    GUY "Device size: 65536 (65.5kB)\r\n   Evidence number : A1 \r\n"
		"   Examiner : J\xc3\xb6rg\r\nMD5 hash : " M " \r\n"
		"MD5 hash verified image: " OTHER "\r\nSHA1 hash : --\r\n"
		"State: Finished successfully\r\n",
	    "guymager",
	    "guymager 0.8.13-2|A1|J\xc3\xb6rg|Finished successfully", "md5",
	    65536 },
	{ "Guymager, aborted", GUY "MD5 hash: --\r\nState: Aborted by user\r\n",
	    NULL, "it states no MD5, SHA-1 or SHA-256 of an image", NULL, -1 },
	{ "digests of the image's files",
	    GUY "MD5 hash: " M "\nGenerated image files and their MD5 hashes\n"
		"MD5 hash: " OTHER "\n",
	    "guymager", "guymager 0.8.13-2|||", "md5", -1 },
	{ "two sizes",
	    GUY "Device size: 1 (1B)\nDevice size: 2 (2B)\nMD5 hash: " M, NULL,
	    "line 11: it is another size than before", NULL, -1 },
	{ "a size past all numbers",
	    GUY "Device size: 18446744073709551616\nMD5 hash: " M, "guymager",
	    "guymager 0.8.13-2|||", "md5", -1 },
	{ "a size that no record holds",
	    GUY "Device size: 9007199254740992\nMD5 hash: " M, NULL,
	    "line 10: a size that no disk has", NULL, -1 },

	{ "FTK Imager",
	    FTK
	    "Case Information: \r\nCase Number: 7\r\nEvidence Number: A1\r\n"
	    "Examiner: Jos\xe9\r\n[Computed Hashes]\r\n"
	    " MD5 checksum:    " M "\r\n SHA1 checksum:   " S "\r\n"
	    "Image Verification Results:\r\n MD5 checksum:    " OTHER
	    " : verified\r\n",
	    "ftkimager", "FTK Imager 3.1.1.8|A1|Jos\xe9|", "sha1 md5", -1 },
	{ "FTK Imager on chosen files",
	    FTK
	    "[Custom Content Sources]\n[Computed Hashes]\n MD5 checksum: " M,
	    NULL, "its digests are of chosen files, not of an image", NULL,
	    -1 },
	{ "a digest before its section", FTK "MD5 checksum: " M, NULL,
	    "it states no MD5, SHA-1 or SHA-256 of an image", NULL, -1 },

	{ "dc3dd",
	    DC3 "sector size: 512 bytes (probed)\n" IN "   585 sectors + 480 "
		"bytes in\n   0 bad sectors replaced by zeros\n   " M
		" (md5)\n   " H " (sha256)\noutput results for file `x':\n"
		"   9 sectors out\n   [ok] " OTHER " (md5)\n\n"
		"dc3dd completed at 2026-11-22 12:01:00 +0000\n",
	    "dc3dd", "dc3dd 7.2.646|||completed", "sha256 md5", 300000 },
	{ "dc3dd, its log of hashes", DC3 IN "   " M " (md5)\n", "dc3dd",
	    "dc3dd 7.2.646|||", "md5", -1 },
	{ "dc3dd, two of them in a file",
	    DC3 IN "   " M " (md5)\n" DC3 IN "   " OTHER " (md5)\n", NULL,
	    "line 6: it is another digest than before: md5", NULL, -1 },
	{ "dc3dd, an end without a word",
	    DC3 IN "   " M " (md5)\ndc3dd at 20s\n", "dc3dd",
	    "dc3dd 7.2.646|||", "md5", -1 },
	{ "dc3dd, a digest that we do not know",
	    DC3 IN "   " H H " (sha512)\n   " M " (md5)\n", "dc3dd",
	    "dc3dd 7.2.646|||", "md5", -1 },
	{ "dc3dd, sectors past all numbers",
	    DC3 "sector size: 4096 bytes\n" IN
		"   18446744073709551615 sectors "
		"in\n   " M " (md5)\n",
	    NULL, "line 4: a size that no disk has", NULL, -1 },

	{ "dcfldd", "\nTotal (md5): " M "\n\nTotal (sha1): " S "\n", "dcfldd",
	    "|||", "sha1 md5", -1 },
	{ "dcfldd, of what we do not know",
	    "Total (sha512): " H H "\nTotal (md5): " M "\n", "dcfldd", "|||",
	    "md5", -1 },

	{ "nothing", "", NULL, "it is no acquisition log of a known tool", NULL,
	    -1 },
	{ "a list of sums", M "  disk.raw\n", NULL,
	    "it is no acquisition log of a known tool", NULL, -1 },
	{ "the first tool named counts", DC3 IN "   " M " (md5)\n" EWF, "dc3dd",
	    "dc3dd 7.2.646|||", "md5", -1 },
};

/* Read a log that is as long as its text says: ASan sees one byte over. */
static int
read_log(struct fx_acquisition *acq, const char *p, size_t n,
    struct fx_err *err)
{
	char *copy = malloc(n > 0 ? n : 1);
	int rc;

	memcpy(copy, p, n);
	rc = fx_acquisition_read(acq, copy, n, err);
	free(copy);
	return rc;
}

static void
names(const struct fx_acquisition *acq, char out[64])
{
	static const char *const hex[] = { H, S, M };
	char sum[2 * FX_HASH_MAX + 1];
	size_t i;

	out[0] = '\0';
	for (i = 0; i < FX_HASHES; i++) {
		if (!acq->digests.has[i])
			continue;
		fx_hex(sum, acq->digests.sum[i],
		    fx_hash_len((enum fx_hash_alg)i));
		snprintf(out + strlen(out), 64 - strlen(out), "%s%s%s",
		    out[0] != '\0' ? " " : "",
		    fx_hash_name((enum fx_hash_alg)i),
		    strcmp(sum, hex[i]) == 0 ? "" : "?");
	}
}

static void
check(size_t i)
{
	struct fx_acquisition acq;
	struct fx_err err = { 0 };
	char text[2048], digests[64];
	int rc = read_log(&acq, cases[i].log, strlen(cases[i].log), &err);

	if (!ok((rc == 0) == (cases[i].format != NULL), "%s", cases[i].what))
		printf("# %s\n", err.msg);
	if (rc == -1) {
		is_str(err.msg, cases[i].words, "%s: the words", cases[i].what);
		return;
	}
	snprintf(text, sizeof(text), "%s|%s|%s|%s", acq.text[FX_ACQ_TOOL],
	    acq.text[FX_ACQ_EXHIBIT], acq.text[FX_ACQ_EXAMINER],
	    acq.text[FX_ACQ_STATE]);
	names(&acq, digests);
	is_str(acq.format, cases[i].format, "%s: whose", cases[i].what);
	is_str(text, cases[i].words, "%s: the texts", cases[i].what);
	is_str(digests, cases[i].digests, "%s: the digests", cases[i].what);
	is_int(acq.has_size ? (int64_t)acq.size : -1, cases[i].size,
	    "%s: the size", cases[i].what);
}

static void
encodings(void)
{
	static const char mark8[] = "\xef\xbb\xbf" MD5_EWF;
	char wide[2 + 2 * sizeof(MD5_EWF)];
	const size_t n = 2 + 2 * (sizeof(MD5_EWF) - 1);
	struct fx_acquisition acq;
	struct fx_err err = { 0 };
	size_t i, big;

	ok(read_log(&acq, mark8, sizeof(mark8) - 1, &err) == 0,
	    "UTF-8, marked");
	for (big = 0; big < 2; big++) {
		memset(wide, 0, sizeof(wide));
		memcpy(wide, big == 1 ? "\xfe\xff" : "\xff\xfe", 2);
		for (i = 0; i + 1 < sizeof(MD5_EWF); i++)
			wide[2 + 2 * i + big] = MD5_EWF[i];
		ok(read_log(&acq, wide, n, &err) == 0, "UTF-16, marked");
		ok(read_log(&acq, wide, n - 1, &err) == -1, "half a unit less");
		is_str(err.msg, "it is not good UTF-16", "the words");
		wide[2 + 1 - big] = '\xd8'; /* half a pair */
		ok(read_log(&acq, wide, n, &err) == -1, "half a pair");
	}
	ok(read_log(&acq, MD5_EWF, sizeof(MD5_EWF), &err) == -1, "a NUL");
	is_str(err.msg, "it is not text", "the words");
}

static void
limits(void)
{
	struct fx_acquisition acq;
	struct fx_err err = { 0 };
	char line[FX_ACQ_TEXT + 128];
	char *big = malloc(FX_ACQ_LEN + 1);
	int n;

	memset(big, '\n', FX_ACQ_LEN + 1);
	memcpy(big, MD5_EWF, sizeof(MD5_EWF) - 1);
	ok(read_log(&acq, big, FX_ACQ_LEN, &err) == 0, "as long as one may be");
	ok(read_log(&acq, big, FX_ACQ_LEN + 1, &err) == -1, "one byte more");
	is_int(err.code, FX_ELIMIT, "is past the limit");
	free(big);
	n = snprintf(line, sizeof(line), MD5_EWF "Examiner name: %0*d",
	    FX_ACQ_TEXT, 7);
	ok(read_log(&acq, line, (size_t)n, &err) == 0,
	    "as long as texts may be");
	is_int(strlen(acq.text[FX_ACQ_EXAMINER]), FX_ACQ_TEXT, "all of it");
	n = snprintf(line, sizeof(line), MD5_EWF "Examiner name: %0*d",
	    FX_ACQ_TEXT + 1, 7);
	ok(read_log(&acq, line, (size_t)n, &err) == -1, "one byte more");
	is_int(err.code, FX_ELIMIT, "is past the limit");
}

/* What a source states, what its run has, what that comes to. */
static const struct {
	const char *what, *source, *end;
	enum fx_acquired acquired;
	const char *words;
} compared[] = {
	{ "the same", "{\"acq\":{\"digests\":{\"md5\":\"" M "\"}}}",
	    "{\"md5\":\"" M "\"}", FX_ACQUIRED_MATCH,
	    "MD5 of the acquisition log" },
	{ "two of three",
	    "{\"acq\":{\"digests\":{\"md5\":\"" M "\",\"sha1\":\"" S "\"}}}",
	    "{\"md5\":\"" M "\",\"sha1\":\"" S "\",\"sha256\":\"" H "\"}",
	    FX_ACQUIRED_MATCH, "MD5, SHA-1 of the acquisition log" },
	{ "another", "{\"acq\":{\"digests\":{\"md5\":\"" M "\"}}}",
	    "{\"md5\":\"" OTHER "\"}", FX_ACQUIRED_MISMATCH,
	    "the acquisition log states MD5 " M
	    ", the bytes read have " OTHER },
	{ "one is, one is not",
	    "{\"acq\":{\"digests\":{\"md5\":\"" M "\",\"sha1\":\"" S "\"}}}",
	    "{\"md5\":\"" OTHER "\",\"sha1\":\"" S "\"}", FX_ACQUIRED_MISMATCH,
	    "the acquisition log states MD5 " M
	    ", the bytes read have " OTHER },
	{ "none in common", "{\"acq\":{\"digests\":{\"md5\":\"" M "\"}}}",
	    "{\"sha256\":\"" H "\"}", FX_ACQUIRED_UNCOMPARED,
	    "the acquisition log states MD5, the run has SHA-256" },
	{ "a run without", "{\"acq\":{\"digests\":{\"md5\":\"" M "\"}}}",
	    "{\"ranges\":\"0-9\"}", FX_ACQUIRED_UNCOMPARED,
	    "the acquisition log states MD5, the run has no digest of the "
	    "whole" },
	{ "the image file", "{\"stored\":{\"md5\":\"" M "\"}}",
	    "{\"md5\":\"" M "\"}", FX_ACQUIRED_MATCH, "MD5 of the image file" },
	{ "the image file, another", "{\"stored\":{\"md5\":\"" M "\"}}",
	    "{\"md5\":\"" OTHER "\"}", FX_ACQUIRED_MISMATCH,
	    "the image file states MD5 " M ", the bytes read have " OTHER },
	{ "the log of another image",
	    "{\"stored\":{\"md5\":\"" M "\"},\"acq\":{\"digests\":{\"md5\":"
	    "\"" OTHER "\"}}}",
	    "{}", FX_ACQUIRED_MISMATCH,
	    "the acquisition log states MD5 " OTHER ", the image file " M },
	{ "a log that nothing confirms, in a file that is right",
	    "{\"stored\":{\"md5\":\"" M "\"},\"acq\":{\"digests\":{\"sha1\":"
	    "\"" S "\"}}}",
	    "{\"md5\":\"" M "\"}", FX_ACQUIRED_UNCOMPARED,
	    "the acquisition log states SHA-1, the run has MD5" },
	{ "another size",
	    "{\"acq\":{\"size\":10,\"digests\":{\"md5\":\"" M "\"}}}",
	    "{\"status\":\"complete\",\"bytes\":9}", FX_ACQUIRED_MISMATCH,
	    "the acquisition log states 10 bytes, 9 were read" },
	{ "another size, of a run that broke off",
	    "{\"acq\":{\"size\":10,\"digests\":{\"md5\":\"" M "\"}}}",
	    "{\"status\":\"interrupted\",\"bytes\":9}", FX_ACQUIRED_UNCOMPARED,
	    "the acquisition log states MD5, the run has no digest of the "
	    "whole" },
	{ "another size, of parts",
	    "{\"acq\":{\"size\":10,\"digests\":{\"md5\":\"" M "\"}}}",
	    "{\"status\":\"complete\",\"bytes\":9,\"ranges\":\"0-9\"}",
	    FX_ACQUIRED_UNCOMPARED,
	    "the acquisition log states MD5, the run has no digest of the "
	    "whole" },
	{ "a digest of no form", "{\"acq\":{\"digests\":{\"md5\":\"" M "\"}}}",
	    "{\"md5\":7}", FX_ACQUIRED_UNCOMPARED,
	    "the acquisition log states MD5, the run has no digest of the "
	    "whole" },
};

static void
compare(size_t i)
{
	json_t *source = json_loads(compared[i].source, 0, NULL);
	json_t *end = json_loads(compared[i].end, 0, NULL);
	char words[FX_ACQ_WORDS];
	struct fx_stated stated;

	fx_stated_read(&stated, source);
	is_int(fx_stated_compare(&stated, end, words), compared[i].acquired,
	    "%s", compared[i].what);
	is_str(words, compared[i].words, "%s: the words", compared[i].what);
	json_decref(source);
	json_decref(end);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++)
		check(i);
	encodings();
	limits();
	for (i = 0; i < FX_LEN(compared); i++)
		compare(i);
	return done();
}
