/*
 * verify.c - any bytes as a case file, a vault, a filed head or a memory
 *
 * The first byte of an input says what the rest is.  Whatever it is, there is a
 * verdict; and INTACT is said of the true records alone, since nothing else can
 * be signed by the key that was confirmed.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "carvers.h"
#include "forensic/merkle.h"
#include "forensic/record.h"
#include "forensic/verify.h"
#include "stamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/*
 * What the first byte makes of the others.  V, or anything else: changes to the
 * true vault or case file, each of four bytes of place and one of value.  H, S:
 * the filed head, the state file.  R: bodies, one a line, in a sound database.
 * T, C, F: an anchor of that type, a timestamp in hexadecimal digits or bytes.
 * W: the whole case file.
 */
enum { IMAGE_LEN = 1 << 14, FILE_MOST = 1 << 17, CHANGE_LEN = 5 };

static const char scan[] =
    "{\"type\":\"source\",\"v\":1,\"tool\":\"fxscan\",\"version\":\"0\","
    "\"build\":\"0\",\"options\":{\"carvers\":[\"card.pan\"],\"context\":0,"
    "\"min\":0,\"raw\":0},\"path\":\"image\",\"format\":\"raw\","
    "\"sector\":512,\"started\":\"2026-11-21T00:00:00.000000Z\"}\n"
    "{\"type\":\"finding\",\"kind\":\"card.pan\",\"value\":"
    "\"4111111111111111\",\"offset\":4000,\"length\":16,\"path\":\"4000\","
    "\"encoding\":\"ascii\",\"score\":20,\"why\":[\"luhn\"],\"attrs\":"
    "{\"scheme\":\"visa\",\"test\":\"common\"}}\n"
    "{\"type\":\"end\",\"status\":\"complete\",\"bytes\":16384,\"sha256\":"
    "\"%s\",\"findings\":{\"card.pan\":1},\"below\":{},\"limits\":0,"
    "\"errors\":0,\"ended\":\"2026-11-21T00:00:00.000000Z\"}\n";

/* Files, in a folder of their own. */
enum { EVD, OPENINGS, CKPT, MEMORY, JOURNAL, IMAGE, LINES, CERTS, FILES };
static const char *const names[FILES] = { "case.evd", "case.vault",
	"case.evd.ckpt", "state", "case.evd-journal", "image", "lines",
	"ca.pem" };
static char folder[] = "/dev/shm/fuzz-verify-XXXXXX", path[FILES][64];
static struct fx_buf true_case, true_vault, true_head, true_rows;
static struct fx_pub pub;
static struct fx_age_identities custodian;

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
load(struct fx_buf *out, const char *from)
{
	static char bytes[FILE_MOST];
	int fd = open(from, O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, bytes, sizeof(bytes));

	must(n > 0 && n < FILE_MOST);
	fx_buf_put(out, bytes, (size_t)n);
	close(fd);
}

/* What the records of the file say, read by SQLite alone; "" if it cannot. */
static void
rows(struct fx_buf *out)
{
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db;

	if (sqlite3_open_v2(path[EVD], &db, SQLITE_OPEN_READONLY, NULL) ==
		SQLITE_OK &&
	    sqlite3_prepare_v2(db, "SELECT seq, body FROM record ORDER BY seq",
		-1, &stmt, NULL) == SQLITE_OK)
		while (sqlite3_step(stmt) == SQLITE_ROW)
			fx_buf_printf(out, "%d %s\n",
			    sqlite3_column_int(stmt, 0),
			    (const char *)sqlite3_column_text(stmt, 1));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

static void
remove_all(void)
{
	size_t i;

	for (i = 0; i < FILES; i++)
		unlink(path[i]);
	rmdir(folder);
}

/* An image with one card, and the lines of its scan. */
static void
make_image(void)
{
	static char image[IMAGE_LEN];
	struct fx_buf lines = { 0 };
	uint8_t sum[FX_SHA256_LEN];
	char hex[2 * FX_SHA256_LEN + 1];

	memset(image, '.', sizeof(image));
	memcpy(image + 3992, "card:   4111111111111111", 24);
	must(fx_sha256(sum, image, sizeof(image)) == 0);
	fx_hex(hex, sum, sizeof(sum));
	store(path[IMAGE], image, sizeof(image));
	fx_buf_printf(&lines, scan, hex);
	store(path[LINES], lines.p, lines.len);
	fx_buf_done(&lines);
}

static void
make_case(const struct fx_key *key)
{
	const struct fx_genesis genesis = { .id = "case",
		.agency = "lab",
		.examiner = "e",
		.exhibit = "log",
		.custodian = custodian.recipient,
		.custodians = 1 };
	const struct fx_stream_options opt = { .set = carvers };
	const struct fx_store_options how = { .key = key };
	struct fx_store *s;
	struct fx_err err;
	bool flag;
	int fd;

	must(fx_store_create(path[EVD], &genesis, key, &true_head, &err) == 0);
	must((s = fx_store_open(path[EVD], &how, &flag, &err)) != NULL);
	fd = open(path[LINES], O_RDONLY | O_CLOEXEC);
	must(fx_record_stream(s, fd, &opt, &flag, &err) == 0);
	close(fd);
	fx_store_close(s);
	fx_buf_reset(&true_head);
	load(&true_head, path[CKPT]);
	load(&true_case, path[EVD]);
	load(&true_vault, path[OPENINGS]);
	rows(&true_rows);
}

static struct fx_verdict *
verify(bool whole, bool anchored, bool image)
{
	const char *const images[] = { path[IMAGE] };
	const char *const certs[] = { path[CERTS] };
	static struct fx_vkey witnesses[2];
	const struct fx_verify_options opt = { .keys = &pub,
		.nkeys = 1,
		.expect = whole ? path[CKPT] : NULL,
		.state = whole ? path[MEMORY] : NULL,
		.vault = path[OPENINGS],
		.identities = &custodian,
		.tsa = certs,
		.ntsa = anchored ? 1 : 0,
		.witnesses = witnesses,
		.nwitnesses = anchored ? 2 : 0,
		.images = images,
		.nimages = image ? 1 : 0,
		.look = &fx_verify_images,
		.set = carvers,
		.version = "0",
		.build = "0",
		.descend = true };
	struct fx_verdict *verdict;
	struct fx_err err;

	must(fx_vkey_make(&witnesses[0], FX_VKEY_COSIGNATURE, "w", &pub,
		 &err) == 0 &&
	    fx_vkey_make(&witnesses[1], FX_VKEY_ED25519, "w", &pub, &err) == 0);
	verdict = fx_verify(path[EVD], &opt, &err);
	must(verdict != NULL && verdict->nreasons <= FX_VERIFY_LINES);
	return verdict;
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct fx_verdict *verdict;
	struct fx_key *key;
	struct fx_err err;
	size_t i;

	(void)argc;
	(void)argv;
	must((key = fx_key_new(&err)) != NULL);
	must(fx_age_identity_new(&custodian, &err) == 0);
	must(mkdtemp(folder) != NULL && atexit(remove_all) == 0);
	for (i = 0; i < FILES; i++)
		snprintf(path[i], sizeof(path[i]), "%s/%s", folder, names[i]);
	fx_key_pub(key, &pub);
	make_image();
	store(path[CERTS], stamp_ca, sizeof(stamp_ca) - 1);
	make_case(key);
	fx_key_free(key);
	/* Were the true case not intact, that no other is would tell nothing.
	 */
	verdict = verify(true, false, true);
	must(verdict->worst == FX_NOTE && verdict->proven[FX_PROOF_IMAGE] &&
	    verdict->proven[FX_PROOF_VAULT] &&
	    verdict->proven[FX_PROOF_EXPECT]);
	fx_verdict_free(verdict);
	return 0;
}

/* The true bytes with the changes that data tells; a place past the end cuts
 * the file there. */
static void
change(const char *to, const struct fx_buf *from, const uint8_t *data, size_t n)
{
	struct fx_buf out = { 0 };
	uint32_t at;

	fx_buf_put(&out, from->p, from->len);
	for (; n >= CHANGE_LEN; data += CHANGE_LEN, n -= CHANGE_LEN) {
		at = fx_be32(data);
		if (at >= 1u << 31)
			out.len = at % out.len + 1;
		else
			out.p[at % out.len] = (char)data[4];
	}
	store(to, out.p, out.len);
	fx_buf_done(&out);
}

/* A row that constraints refuse is not there. */
static void
insert(sqlite3_stmt *stmt, int seq, const char *body, size_t n)
{
	uint8_t leaf[FX_SHA256_LEN];

	must(fx_leaf(leaf, body, n) == 0);
	sqlite3_reset(stmt);
	sqlite3_bind_int(stmt, 1, seq);
	sqlite3_bind_text(stmt, 2, body, (int)n, SQLITE_STATIC);
	sqlite3_bind_blob(stmt, 3, leaf, sizeof(leaf), SQLITE_STATIC);
	sqlite3_step(stmt);
}

/* Lines in place of the records from number 1 on; kind is what each says. */
static void
replace_records(const char *p, size_t size)
{
	static const char sql[] =
	    "INSERT INTO record SELECT ?1, substr(k, 1, instr(k, '\"') - 1), "
	    "?2, ?3 FROM (SELECT substr(?2, instr(?2, '\"kind\":\"') + 8) "
	    "AS k)";
	sqlite3_stmt *stmt;
	const char *end = p + size, *nl;
	sqlite3 *db;
	int seq;

	must(sqlite3_open(path[EVD], &db) == SQLITE_OK);
	must(sqlite3_exec(db,
		 "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; BEGIN;"
		 "DROP TRIGGER record_append; DROP TRIGGER record_nodelete;"
		 "DELETE FROM record WHERE seq > 0",
		 NULL, NULL, NULL) == SQLITE_OK);
	must(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK);
	for (seq = 1; p < end; seq++, p = nl < end ? nl + 1 : end) {
		nl = memchr(p, '\n', (size_t)(end - p));
		nl = nl != NULL ? nl : end;
		insert(stmt, seq, p, (size_t)(nl - p));
	}
	sqlite3_finalize(stmt);
	must(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(db);
}

/* An anchor to the last head. */
static void
anchor(const char *type, const uint8_t *p, size_t n)
{
	uint8_t *bytes = malloc(n / 2 + 1);
	sqlite3_stmt *stmt;
	sqlite3 *db;

	must(bytes != NULL);
	must(sqlite3_open(path[EVD], &db) == SQLITE_OK);
	must(sqlite3_exec(db,
		 "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF", NULL,
		 NULL, NULL) == SQLITE_OK);
	must(sqlite3_prepare_v2(db,
		 "INSERT INTO anchor SELECT NULL, max(size), ?1, ?2 "
		 "FROM checkpoint",
		 -1, &stmt, NULL) == SQLITE_OK);
	if (n > 1 && fx_unhex(bytes, (const char *)p, n / 2) == 0) {
		p = bytes;
		n /= 2;
	}
	sqlite3_bind_text(stmt, 1, type, -1, SQLITE_STATIC);
	sqlite3_bind_blob(stmt, 2, n > 0 ? (const void *)p : "", (int)n,
	    SQLITE_STATIC);
	must(sqlite3_step(stmt) == SQLITE_DONE);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	free(bytes);
}

static void
check(bool whole, bool anchored, bool image)
{
	struct fx_verdict *verdict = verify(whole, anchored, image);
	struct fx_buf now = { 0 };

	/* Nobody that was named has vouched for this case. */
	must(!anchored || verdict->worst > FX_NOTE);
	if (verdict->worst == FX_NOTE) {
		rows(&now);
		must(strcmp(fx_buf_text(&now), fx_buf_text(&true_rows)) == 0);
		fx_buf_done(&now);
	}
	fx_verdict_free(verdict);
}

/*
 * Is the image looked at, too?  That starts a process, which takes ten times as
 * long as all else: so with one input in 64, always the same one.
 */
static bool
looks(const uint8_t *data, size_t size)
{
	uint8_t sum[FX_SHA256_LEN];

	must(fx_sha256(sum, data, size) == 0);
	return sum[0] % 64 == 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int mode = size > 0 ? data[0] : 0;
	const uint8_t *rest = size > 0 ? data + 1 : data;
	size_t n = size > 0 ? size - 1 : 0;

	if (n >= FILE_MOST)
		return 0;
	unlink(path[MEMORY]);
	store(path[EVD], true_case.p, true_case.len);
	store(path[OPENINGS], true_vault.p, true_vault.len);
	store(path[CKPT], true_head.p, true_head.len);
	switch (mode) {
	case 'V':
		change(path[OPENINGS], &true_vault, rest, n);
		break;
	case 'H':
		store(path[CKPT], rest, n);
		break;
	case 'S':
		store(path[MEMORY], rest, n);
		break;
	case 'R':
		replace_records((const char *)rest, n);
		break;
	case 'T':
		anchor("rfc3161", rest, n);
		break;
	case 'C':
		anchor("cosig", rest, n);
		break;
	case 'F':
		anchor("filed", rest, n);
		break;
	case 'W':
		store(path[EVD], rest, n);
		break;
	default:
		change(path[EVD], &true_case, rest, n);
	}
	check(mode == 'H' || mode == 'S', mode == 'T' || mode == 'C',
	    looks(data, size));
	return 0;
}
