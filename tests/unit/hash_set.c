/* hash_set.c - lists of known files: forms, headings, what is no list */
#include <stdlib.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/hashset.h"
#include "tap.h"

/* Digests of the empty file. */
#define MD5 "d41d8cd98f00b204e9800998ecf8427e"
#define SHA1 "da39a3ee5e6b4b0d3255bfef95601890afd80709"
#define SHA256 \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const struct {
	const char *what, *text;
	int count; /* -1: refused */
	bool md5, sha1, sha256;
	uint64_t line; /* of what is refused */
} cases[] = {
	{ "nothing", "", 0, false, false, false, 0 },
	{ "md5sum's form", MD5 "  empty\n", 1, true, false, false, 0 },
	{ "sha256sum's, binary", SHA256 " *empty\n", 1, false, false, true, 0 },
	{ "no newline at the end", SHA1, 1, false, true, false, 0 },
	{ "CR and LF", SHA1 "\r\n" MD5 "\r\n", 2, true, true, false, 0 },
	{ "upper case", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709\n", 1, false,
	    true, false, 0 },
	{ "the NSRL's form",
	    "\"SHA-1\",\"MD5\",\"CRC32\",\"FileName\",\"FileSize\"\n"
	    "\"DA39A3EE5E6B4B0D3255BFEF95601890AFD80709\","
	    "\"D41D8CD98F00B204E9800998ECF8427E\",\"00000000\",\"x\",0\n",
	    2, true, true, false, 0 },
	{ "hashdeep's form",
	    "%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## a\n"
	    "0," MD5 "," SHA256 ",/tmp/empty\n",
	    2, true, false, true, 0 },
	{ "comments and empty lines", "# list\n\n \n" MD5 "\n", 1, true, false,
	    false, 0 },
	{ "a digit too few", "x\nd41d8cd98f00b204e9800998ecf8427\n", -1, false,
	    false, false, 2 },
	{ "no hexadecimal digits", "x\nd41d8cd98f00b204e9800998ecf8427g\n", -1,
	    false, false, false, 2 },
	{ "a heading alone", "no digest here\n", -1, false, false, false, 1 },
	{ "words in the middle", MD5 "\nno digest here\n", -1, false, false,
	    false, 2 },
};

static char path[] = "/tmp/hash_set.XXXXXX";

static void
put(const char *text, size_t n)
{
	FILE *f = fopen(path, "w");

	if (f == NULL || fwrite(text, 1, n, f) != n || fclose(f) != 0)
		abort();
}

static bool
has(const struct fx_hashset *set, enum fx_hash_alg alg, const char *hex)
{
	uint8_t sum[FX_HASH_MAX];

	if (fx_unhex(sum, hex, fx_hash_len(alg)) == -1)
		abort();
	return fx_hashset_has(set, alg, sum);
}

static void
check(size_t i)
{
	struct fx_err err = { .code = FX_OK };
	struct fx_hashset *set;

	put(cases[i].text, strlen(cases[i].text));
	set = fx_hashset_load(path, &err);
	if (cases[i].count < 0) {
		ok(set == NULL && err.code == FX_EFORMAT &&
			err.off == cases[i].line,
		    "%s: refused, line %" PRIu64, cases[i].what, err.off);
		return;
	}
	if (!ok(set != NULL, "%s: read", cases[i].what))
		return;
	is_int(fx_hashset_count(set), cases[i].count, "%s: digests",
	    cases[i].what);
	ok(has(set, FX_MD5, MD5) == cases[i].md5 &&
		has(set, FX_SHA1, SHA1) == cases[i].sha1 &&
		has(set, FX_SHA256, SHA256) == cases[i].sha256,
	    "%s: which are found", cases[i].what);
	fx_hashset_free(set);
}

/* Many, in no order: each is found, its neighbours are not. */
static void
check_many(void)
{
	enum { N = 5000 };
	struct fx_hashset *set;
	uint8_t sum[FX_SHA256_LEN];
	char hex[2 * FX_SHA256_LEN + 1];
	int i, found = 0, wrong = 0;
	struct fx_err err;
	FILE *f = fopen(path, "w");

	for (i = 0; f != NULL && i < N; i++) {
		fx_sha256(sum, &i, sizeof(i));
		fx_hex(hex, sum, sizeof(sum));
		fprintf(f, "%s  file %d\n", hex, i);
	}
	if (f == NULL || fclose(f) != 0)
		abort();
	set = fx_hashset_load(path, &err);
	for (i = 0; set != NULL && i < N; i++) {
		fx_sha256(sum, &i, sizeof(i));
		found += fx_hashset_has(set, FX_SHA256, sum);
		sum[FX_SHA256_LEN - 1] ^= 1;
		wrong += fx_hashset_has(set, FX_SHA256, sum);
	}
	ok(found == N && wrong == 0, "%d of %d found, %d that are none", found,
	    N, wrong);
	fx_hashset_free(set);
}

static void
check_bounds(void)
{
	size_t n = FX_HASHSET_LINE + 100;
	struct fx_err err = { .code = FX_OK };
	char *text = malloc(n);

	memset(text, 'a', n);
	put(text, n);
	ok(fx_hashset_load(path, &err) == NULL && err.code == FX_ELIMIT,
	    "a line without an end is refused");
	free(text);
	unlink(path);
	ok(fx_hashset_load(path, &err) == NULL && err.code == FX_EIO,
	    "a file that is not there");
	ok(fx_hashset_load("/", &err) == NULL && err.code == FX_EIO,
	    "a folder");
}

int
main(void)
{
	size_t i;
	int fd = mkstemp(path);

	if (fd == -1)
		return 1;
	close(fd);
	for (i = 0; i < FX_LEN(cases); i++)
		check(i);
	check_many();
	check_bounds();
	return done();
}
