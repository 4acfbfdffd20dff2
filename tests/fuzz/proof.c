/*
 * proof.c - any bytes as a proof, and as a file of an exhibit
 *
 * The first byte of an input says which.  A proof has one spelling, and none
 * leads to a root from a leaf that is not under it.  INTACT is said of the true
 * record alone, since nothing else can be signed by the key that was confirmed.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "carvers.h"
#include "forensic/bytes.h"
#include "forensic/exhibit.h"
#include "forensic/record.h"
#include "forensic/tlog_proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* What the first byte makes of the others: of file 'A' + n a new content, or,
 * in lower case, changes of three bytes each: two of place, one of value; any
 * other byte begins a proof. */
enum { CHANGE_LEN = 3, FILES_MOST = 16, FILE_MOST = 1 << 14, SHOWN = 4 };

static const char scan[] =
    "{\"type\":\"source\",\"v\":1,\"tool\":\"fxscan\",\"version\":\"0\","
    "\"build\":\"0\",\"options\":{\"carvers\":[\"card.pan\"],\"context\":0,"
    "\"min\":0,\"raw\":0},\"path\":\"image\",\"format\":\"raw\","
    "\"sector\":512,\"started\":\"2026-11-21T00:00:00.000000Z\"}\n"
    "{\"type\":\"finding\",\"kind\":\"card.pan\",\"value\":"
    "\"4111111111111111\",\"offset\":3000,\"length\":16,\"path\":\"3000\","
    "\"encoding\":\"ascii\",\"score\":20,\"why\":[\"luhn\"]}\n"
    "{\"type\":\"finding\",\"kind\":\"card.pan\",\"value\":"
    "\"4111111111111111\",\"offset\":4000,\"length\":16,\"path\":\"4000\","
    "\"encoding\":\"ascii\",\"score\":20,\"why\":[\"luhn\"]}\n"
    "{\"type\":\"end\",\"status\":\"complete\",\"bytes\":16384,\"sha256\":"
    "\"0000000000000000000000000000000000000000000000000000000000000000\","
    "\"findings\":{\"card.pan\":2},\"below\":{},\"limits\":0,\"errors\":0,"
    "\"ended\":\"2026-11-21T00:00:00.000000Z\"}\n";

static char folder[] = "/dev/shm/fuzz-proof-XXXXXX";
static struct fx_pub pub;
static struct {
	char path[128];
	struct fx_buf text;
} files[FILES_MOST];          /* the last is opening.json, which is not there */
static size_t nfiles, record; /* record.json */

static void
must(bool good)
{
	if (!good)
		abort();
}

static void
store(const char *to, const void *p, size_t n)
{
	int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	must(fd != -1 && write(fd, p, n) == (ssize_t)n);
	close(fd);
}

static void
remove_all(void)
{
	const struct dirent *entry;
	DIR *dir = opendir(folder);

	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir != NULL)
		closedir(dir);
	rmdir(folder);
}

static int
on_file(uint64_t seq, const char *name, const void *p, size_t n, void *arg,
    struct fx_err *err)
{
	(void)arg;
	(void)err;
	must(seq == SHOWN && nfiles < FILES_MOST - 1);
	snprintf(files[nfiles].path, sizeof(files[nfiles].path), "%s/%s",
	    folder, name);
	fx_buf_put(&files[nfiles].text, p, n);
	if (strcmp(name, "record.json") == 0)
		record = nfiles;
	nfiles++;
	return 0;
}

/* A case in the folder, with one run. */
static void
make_case(const char *evd, const char *lines)
{
	const struct fx_genesis genesis = { .id = "case",
		.agency = "lab",
		.examiner = "e",
		.exhibit = "log",
		.no_vault = true };
	const struct fx_stream_options opt = { .set = carvers };
	struct fx_err err;
	struct fx_key *key = fx_key_new(&err);
	struct fx_store_options how = { .key = key };
	struct fx_buf note = { 0 };
	struct fx_store *s;
	bool flag;
	int fd;

	must(key != NULL);
	fx_key_pub(key, &pub);
	store(lines, scan, sizeof(scan) - 1);
	must(fx_store_create(evd, &genesis, key, &note, &err) == 0);
	must((s = fx_store_open(evd, &how, &flag, &err)) != NULL);
	must((fd = open(lines, O_RDONLY | O_CLOEXEC)) != -1);
	must(fx_record_stream(s, fd, &opt, &flag, &err) == 0);
	close(fd);
	fx_store_close(s);
	fx_key_free(key);
	fx_buf_done(&note);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const struct fx_verify_options opt = { .keys = &pub, .nkeys = 1 };
	const struct fx_exhibit_options how = { 0 };
	const uint64_t seq = SHOWN;
	char evd[128], lines[128];
	struct fx_case *c;
	struct fx_err err;
	size_t i;

	(void)argc;
	(void)argv;
	must(mkdtemp(folder) != NULL && atexit(remove_all) == 0);
	snprintf(evd, sizeof(evd), "%s/case.evd", folder);
	snprintf(lines, sizeof(lines), "%s/lines", folder);
	make_case(evd, lines);
	must((c = fx_case_open(evd, &opt, &err)) != NULL);
	must(fx_case_verdict(c)->worst == FX_NOTE);
	must(fx_exhibit_make(c, &seq, 1, &how, on_file, NULL, &err) == 0);
	fx_case_close(c);
	for (i = 0; i < nfiles; i++)
		store(files[i].path, files[i].text.p, files[i].text.len);
	snprintf(files[nfiles++].path, sizeof(files[0].path), "%s/opening.json",
	    folder);
	return 0;
}

static void
text(const char *p, size_t n)
{
	static const uint8_t leaf[FX_SHA256_LEN] = { 1 };
	struct fx_buf again = { 0 };
	struct fx_err err = { 0 };
	struct fx_tlog_proof proof;

	if (fx_tlog_proof_parse(&proof, p, n, &err) == -1) {
		must(err.code == FX_EFORMAT && err.msg[0] != '\0');
		return;
	}
	must(proof.index < proof.note.head.size &&
	    proof.n == fx_inclusion_len(proof.index, proof.note.head.size));
	fx_tlog_proof_text(&again, proof.index, proof.hashes[0], proof.n, "");
	must(again.len == proof.note_at && memcmp(again.p, p, again.len) == 0);
	must(fx_tlog_proof_check(&proof, leaf) == -1 ||
	    memcmp(proof.note.head.root, leaf, sizeof(leaf)) == 0);
	fx_buf_done(&again);
}

/* What the file becomes: data itself, or the true bytes with changes. */
static void
become(struct fx_buf *out, size_t file, bool changes, const uint8_t *data,
    size_t n)
{
	const struct fx_buf *from = &files[file].text;

	if (!changes || from->len == 0) {
		fx_buf_put(out, data, n);
		return;
	}
	fx_buf_put(out, from->p, from->len);
	for (; n >= CHANGE_LEN; data += CHANGE_LEN, n -= CHANGE_LEN)
		if (fx_be16(data) >= 1 << 15)
			out->len = fx_be16(data) % out->len + 1;
		else
			out->p[fx_be16(data) % out->len] = (char)data[2];
}

static void
exhibit(size_t file, bool changes, const uint8_t *data, size_t n)
{
	const struct fx_verify_options opt = { .keys = &pub,
		.nkeys = 1,
		.set = carvers };
	struct fx_buf now = { 0 };
	struct fx_verdict *verdict;
	struct fx_err err;

	become(&now, file, changes, data, n);
	store(files[file].path, fx_buf_text(&now), now.len);
	verdict = fx_exhibit_verify(folder, &opt, &err);
	must(verdict != NULL && verdict->nreasons <= FX_VERIFY_LINES);
	if (verdict->worst == FX_NOTE && file == record)
		must(now.len == files[record].text.len &&
		    memcmp(now.p, files[record].text.p, now.len) == 0);
	fx_verdict_free(verdict);
	if (files[file].text.p == NULL)
		unlink(files[file].path);
	else
		store(files[file].path, files[file].text.p,
		    files[file].text.len);
	fx_buf_done(&now);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int mode = size > 0 ? data[0] : 0;
	char *copy;

	if (size >= FILE_MOST)
		return 0;
	if (mode >= 'A' && mode < 'A' + (int)nfiles) {
		exhibit((size_t)(mode - 'A'), false, data + 1, size - 1);
		return 0;
	}
	/* 'c' begins the title of a proof. */
	if (mode >= 'a' && mode < 'a' + (int)nfiles && mode != 'c') {
		exhibit((size_t)(mode - 'a'), true, data + 1, size - 1);
		return 0;
	}
	must((copy = malloc(size > 0 ? size : 1)) != NULL);
	if (size > 0)
		memcpy(copy, data, size);
	text(copy, size);
	free(copy);
	return 0;
}
