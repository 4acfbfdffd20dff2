/*
 * evidence_power.c - T20: every write of a case fails once, and the power is
 * cut at each: nothing that was acknowledged is lost, nothing is invented, and
 * the verifier never takes what is left for a forgery
 */
#include "../power_calls.h"
#include "forensic/access.h"
#include "forensic/anchor.h"
#include "forensic/commit.h"
#include "forensic/store.h"
#include "forensic/verify.h"

enum { FIRST = 5, SECOND = 4 }; /* findings, before and after a commit */

#ifdef __SANITIZE_ADDRESS__
static const unsigned int slow = 1;
#else
static const unsigned int slow = 0;
#endif

static struct fx_key *key, *later;
static struct fx_pub pub;
static struct fx_age_identities custodian, second;

/* What the one who recorded was told. */
static struct told {
	int appended, acked; /* findings */
	struct fx_buf head;  /* the latest that was acknowledged */
	bool rotated, filed, erased, shared;
	int revealed; /* values */
} told;

static const char *
name(const char *file)
{
	static char path[160];

	snprintf(path, sizeof(path), "%s/%s", power.dir, file);
	return path;
}

static void
acknowledged(const char *note)
{
	told.acked = told.appended;
	if (note == NULL)
		return;
	fx_buf_reset(&told.head);
	fx_buf_str(&told.head, note);
}

static void
create(void)
{
	const struct fx_genesis g = { .id = "1",
		.agency = "lab.example",
		.examiner = "x",
		.exhibit = "A1",
		.custodian = custodian.recipient,
		.custodians = 1 };
	struct fx_buf note = { 0 };
	struct fx_err err;

	if (fx_store_create(name("a.evd"), &g, key, &note, &err) == 0)
		acknowledged(fx_buf_text(&note));
	fx_buf_done(&note);
}

static struct fx_store *
open_by(const struct fx_key *k, struct fx_err *err)
{
	const struct fx_store_options opt = { .key = k };
	bool mended;

	return fx_store_open(name("a.evd"), &opt, &mended, err);
}

static struct fx_store *
open_store(struct fx_err *err)
{
	return open_by(key, err);
}

static int
append(struct fx_store *s, const char *kind, json_t *v,
    const struct fx_secret *secret)
{
	struct fx_err err;
	int rc = fx_store_append(s, kind, power_must(v), secret, secret != NULL,
	    &err);

	json_decref(v);
	return rc;
}

static int
begin_run(struct fx_store *s)
{
	json_int_t src = (json_int_t)fx_store_next_source(s);
	json_int_t run = (json_int_t)fx_store_next_run(s);

	if (append(s, "source",
		json_pack("{s:I,s:s,s:s,s:i}", "src", src, "name", "a.dd",
		    "format", "raw", "sector", 512),
		NULL) == -1)
		return -1;
	return append(s, "run.begin",
	    json_pack("{s:I,s:I,s:s,s:s,s:s,s:{},s:s,s:s,s:s,s:i}", "run", run,
		"src", src, "tool", "fxscan", "version", "0", "build", "0",
		"options", "examiner", "x", "started",
		"2026-11-21T00:00:00.000000Z", "boot", "", "up", 0),
	    NULL);
}

/* n findings, each at the next offset. */
static int
find(struct fx_store *s, int n)
{
	char hex[2 * FX_SHA256_LEN + 1], value[16];
	uint8_t sum[FX_SHA256_LEN];
	struct fx_secret secret = { .field = "value", .value = value };

	for (; n > 0; n--) {
		snprintf(value, sizeof(value), "%d", told.appended);
		secret.len = strlen(value);
		memset(secret.nonce, told.appended, sizeof(secret.nonce));
		fx_commit(sum, secret.nonce, "value", value, secret.len);
		fx_hex(hex, sum, sizeof(sum));
		if (append(s, "finding",
			json_pack("{s:i,s:i,s:s,s:s,s:i,s:i,s:s,s:s,s:i,s:[],"
				  "s:{s:s}}",
			    "run", 1, "src", 1, "class", "test", "mask", "*",
			    "off", told.appended, "len", 1, "path", value,
			    "enc", "ascii", "score", 1, "why", "commit",
			    "value", hex),
			&secret) == -1)
			return -1;
		told.appended++;
	}
	return 0;
}

static int
end_run(struct fx_store *s)
{
	return append(s, "run.end",
	    json_pack("{s:i,s:i,s:s,s:{s:i},s:{},s:i,s:i,s:s,s:i,s:i}", "run",
		1, "src", 1, "status", "complete", "findings", "test",
		told.appended, "below", "errors", 0, "limits", 0, "boot", "",
		"up", 0, "bytes", 4096),
	    NULL);
}

static void
record(void)
{
	struct fx_store *s;
	struct fx_err err;

	if ((s = open_store(&err)) == NULL)
		return;
	if (begin_run(s) == 0 && find(s, FIRST) == 0 &&
	    fx_store_commit(s, &err) == 0) {
		acknowledged(NULL);
		if (find(s, SECOND) == 0 && end_run(s) == 0 &&
		    fx_store_sign(s, &err) == 0)
			acknowledged(fx_store_note(s));
	}
	fx_store_close(s);
}

/* What is mended here: a run without end, a tail, an opening of nothing. */
static void
break_off(void)
{
	struct fx_store *s;
	struct fx_err err;
	sqlite3 *db;

	create();
	s = power_must(open_store(&err));
	if (begin_run(s) == -1 || find(s, FIRST) == -1 ||
	    fx_store_commit(s, &err) == -1)
		abort();
	acknowledged(NULL);
	fx_store_close(s);
	if (sqlite3_open(name("a.vault"), &db) != SQLITE_OK ||
	    sqlite3_exec(db,
		"INSERT INTO opening VALUES(9,'value',zeroblob(32),"
		"1,zeroblob(72))",
		NULL, NULL, NULL) != SQLITE_OK)
		abort();
	sqlite3_close(db);
}

static void
mend(void)
{
	struct fx_err err;

	fx_store_close(open_store(&err));
}

/* The key is replaced; from when it is sealed on the old one has no say. */
static void
rotate(void)
{
	struct fx_store *s;
	struct fx_err err;
	struct fx_pub next;

	if ((s = open_store(&err)) == NULL)
		return;
	fx_key_pub(later, &next);
	told.rotated = fx_store_rotate(s, &next, "end of run", &err) == 0;
	fx_store_close(s);
}

/* Two findings' values, and what is done with them, or with the first. */
static const uint64_t of[] = { 3, 4 };
static const struct fx_access on_one = { .seq = of,
	.n = 1,
	.who = "x",
	.why = "trial",
	.legal = "W-1" };

static int
seen(const struct fx_revealed *value, void *arg)
{
	(void)value;
	(void)arg;
	told.revealed++;
	return 0;
}

static void
reveal(void)
{
	static const struct fx_carver *const none[] = { NULL };
	const char *const field[] = { "value" };
	struct fx_access what = on_one;
	struct fx_store *s;
	struct fx_err err;

	if ((s = open_store(&err)) == NULL)
		return;
	what.n = 2;
	what.field = field;
	what.fields = 1;
	fx_store_reveal(s, &what, &custodian, none, seen, NULL, &err);
	fx_store_close(s);
}

static void
erase(void)
{
	struct fx_store *s;
	struct fx_err err;
	uint64_t n;

	if ((s = open_store(&err)) == NULL)
		return;
	told.erased = fx_store_erase(s, &on_one, &n, &err) == 0;
	fx_store_close(s);
}

static void
share(void)
{
	struct fx_store *s;
	struct fx_err err;
	uint64_t n;

	if ((s = open_store(&err)) == NULL)
		return;
	told.shared = fx_store_custodian(s, second.recipient, &custodian, "why",
			  &n, &err) == 0;
	fx_store_close(s);
}

static void
file_head(void)
{
	struct fx_store *s;
	struct fx_err err;

	if ((s = open_store(&err)) == NULL)
		return;
	told.filed = fx_store_filed(s, "at court", &err) == 0;
	fx_store_close(s);
}

static void
recorded(void)
{
	create();
	record();
}

static void
filed(void)
{
	recorded();
	file_head();
}

static void
nothing(void)
{
}

static const struct {
	const char *what;
	void (*before)(void), (*act)(void);
} scenes[] = {
	{ "a case is begun", nothing, create },
	{ "a run is recorded", create, record },
	{ "what a crash left is mended", break_off, mend },
	{ "values are revealed", recorded, reveal },
	{ "an opening is erased", recorded, erase },
	{ "a custodian is added", recorded, share },
	{ "a head is filed", recorded, file_head },
	{ "that is sealed, and a key is replaced", filed, rotate },
};

/* How it goes wrong. */
static const struct {
	const char *what;
	enum power_fault fault;
	enum power_rest rest;
} ways[] = {
	{ "fails with EIO", POWER_EIO, POWER_ALL },
	{ "fails for want of space", POWER_ENOSPC, POWER_ALL },
	{ "is torn, and fails", POWER_TORN, POWER_ALL },
	{ "is the last, nothing unsynced stays", POWER_CUT, POWER_NONE },
	{ "is the last, some of the unsynced stays", POWER_CUT, POWER_SOME },
	{ "is the last, all of the unsynced stays", POWER_CUT, POWER_ALL },
};

static char wrong[256];

static void __attribute__((format(printf, 1, 2))) complain(const char *fmt, ...)
{
	va_list ap;

	if (wrong[0] != '\0')
		return;
	va_start(ap, fmt);
	vsnprintf(wrong, sizeof(wrong), fmt, ap);
	va_end(ap);
}

/* Each finding that is there is the next that was found; how many are? */
static void
check_findings(void)
{
	sqlite3_stmt *st = NULL;
	sqlite3 *db;
	int n = 0;

	if (sqlite3_open(name("a.evd"), &db) != SQLITE_OK ||
	    sqlite3_prepare_v2(db,
		"SELECT body ->> '$.off' FROM record WHERE kind='finding' "
		"ORDER BY seq",
		-1, &st, NULL) != SQLITE_OK)
		complain("%s", sqlite3_errmsg(db));
	for (; st != NULL && sqlite3_step(st) == SQLITE_ROW; n++)
		if (sqlite3_column_int(st, 0) != n)
			complain("finding %d is that at %d", n,
			    sqlite3_column_int(st, 0));
	sqlite3_finalize(st);
	sqlite3_close(db);
	if (n < told.acked || n > told.appended)
		complain("%d findings, %d were acknowledged, %d made", n,
		    told.acked, told.appended);
}

/* The first number that a database answers with. */
static int
number(const char *file, const char *sql)
{
	sqlite3_stmt *st = NULL;
	sqlite3 *db;
	int n = -1;

	if (sqlite3_open(name(file), &db) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int(st, 0);
	else
		complain("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_finalize(st);
	sqlite3_close(db);
	return n;
}

/*
 * What was done with the case is there; T29: so is the record of what was seen;
 * and what was to go is gone.
 */
static void
check_acts(void)
{
	if (told.revealed > 0 &&
	    number("a.evd",
		"SELECT count(*) FROM record WHERE kind='reveal'") != 1)
		complain("%d values were seen, of which no record tells",
		    told.revealed);
	if (told.erased &&
	    number("a.vault", "SELECT count(*) FROM opening WHERE seq=3") != 0)
		complain("what was erased is there");
	if (told.filed && number("a.evd", "SELECT count(*) FROM anchor") != 1)
		complain("the anchor is gone");
}

/* Records that a note's head covers: its second line. */
static long
head_size(const char *note)
{
	const char *nl = strchr(note, '\n');

	return nl != NULL ? strtol(nl + 1, NULL, 10) : 0;
}

/* The head that was acknowledged, or a later one, is in its file. */
static void
check_ckpt(void)
{
	char text[FX_NOTE_LEN + 1] = "";
	FILE *f = fopen(name("a.evd.ckpt"), "r");

	if (f != NULL) {
		text[fread(text, 1, FX_NOTE_LEN, f)] = '\0';
		fclose(f);
	}
	if (head_size(text) < head_size(fx_buf_text(&told.head)))
		complain("the .ckpt file has %ld records, not %ld",
		    head_size(text), head_size(fx_buf_text(&told.head)));
}

/* What the verifier says; with all there is, or of the case file alone. */
static enum fx_level
verdict(bool all)
{
	static const struct fx_carver *const none[] = { NULL };
	char path[160], vault[160], head[160];
	const struct fx_verify_options opt = { .keys = &pub,
		.nkeys = 1,
		.expect = told.head.len > 0 ? head : NULL,
		.vault = all ? vault : NULL,
		.identities = told.shared ? &second : &custodian,
		.set = none };
	struct fx_verdict *v;
	enum fx_level worst;
	struct fx_err err;
	FILE *f;
	size_t i;

	snprintf(path, sizeof(path), "%s", name("a.evd"));
	snprintf(vault, sizeof(vault), "%s", name("a.vault"));
	snprintf(head, sizeof(head), "%s.filed", power.dir);
	f = power_must(fopen(head, "w"));
	fputs(fx_buf_text(&told.head), f);
	fclose(f);
	v = power_must(fx_verify(path, &opt, &err));
	worst = v->worst;
	/* The head that was told last may be of before the run that broke. */
	for (i = 0; i < v->nreasons; i++)
		if (v->reasons[i].level == FX_TAMPERED ||
		    (all && strstr(v->reasons[i].text, "interrupted") == NULL &&
			strstr(v->reasons[i].text, "were erased") == NULL &&
			strstr(v->reasons[i].text, "filed head is over") ==
			    NULL))
			complain("%s: %s", fx_level_name(v->reasons[i].level),
			    v->reasons[i].text);
	fx_verdict_free(v);
	unlink(head);
	return worst;
}

/* What is left must be whole, or become so at the next start. */
static void
check(void)
{
	struct fx_store *s;
	struct fx_err err;

	wrong[0] = '\0';
	if (access(name("a.evd"), F_OK) == -1) {
		if (told.head.len > 0)
			complain("the case is gone");
		create();
		if (access(name("a.evd"), F_OK) == -1)
			complain("it cannot be begun again");
		return;
	}
	verdict(false);
	check_ckpt();
	/* The old key finishes what it had begun, the new one goes on. */
	s = told.rotated ? NULL : open_store(&err);
	if (s == NULL)
		s = open_by(later, &err);
	if (s == NULL)
		complain("it does not open: %s", err.msg);
	fx_store_close(s);
	if (access(name("a.evd-journal"), F_OK) == 0)
		complain("a journal is left");
	check_findings();
	check_acts();
	if (verdict(true) != FX_NOTE)
		complain("and the verdict is not INTACT");
}

/* Operation `at` of a scene goes wrong in that way. Returns false past it. */
static bool
play(size_t scene, size_t way, unsigned long at, unsigned long *bad)
{
	bool reached;

	power_empty();
	power_begin(POWER_GOOD, 0);
	told.appended = told.acked = 0;
	told.rotated = told.filed = told.erased = told.shared = false;
	told.revealed = 0;
	fx_buf_reset(&told.head);
	scenes[scene].before();
	power_begin(ways[way].fault, at);
	scenes[scene].act();
	reached = power.ops >= at;
	/* Past the last of them the power goes when all was acknowledged. */
	if (ways[way].fault == POWER_CUT)
		power_back(ways[way].rest);
	power_begin(POWER_GOOD, 0);
	check();
	if (wrong[0] != '\0' && (*bad)++ < 10)
		printf("# operation %lu: %s\n", at, wrong);
	wrong[0] = '\0';
	return reached;
}

static void
try_all(size_t scene, size_t way)
{
	unsigned long at, n = 0, bad = 0, step;

	/* At night all; else a part, and of scenes and ways each another. */
	step = slow ? 7 : (scene > 1) + 1;
	if (ways[way].fault != POWER_CUT)
		step *= 2;
	if (getenv("NIGHT") != NULL)
		step = 1;
	for (at = 1 + (scene + way) % step; play(scene, way, at, &bad);
	     at += step)
		n++;
	ok(bad == 0, "%s: each write %s: %lu of %lu", scenes[scene].what,
	    ways[way].what, n - bad, n);
	ok(n * step >= 10, "there are such writes");
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR");
	struct fx_err err;
	size_t i, k;

	snprintf(power.dir, sizeof(power.dir), "%s/fxpower.XXXXXX",
	    tmp != NULL && strlen(tmp) < 40 ? tmp : "/tmp");
	if (mkdtemp(power.dir) == NULL)
		abort();
	power_install();
	key = power_must(fx_key_new(&err));
	later = power_must(fx_key_new(&err));
	fx_key_pub(key, &pub);
	if (fx_age_identity_new(&custodian, &err) == -1 ||
	    fx_age_identity_new(&second, &err) == -1)
		abort();
	for (i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		for (k = 0; k < sizeof(ways) / sizeof(ways[0]); k++)
			try_all(i, k);
	power_empty();
	power_drop();
	rmdir(power.dir);
	fx_buf_done(&told.head);
	fx_key_free(key);
	fx_key_free(later);
	return done();
}
