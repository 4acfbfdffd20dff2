/*
 * decode_sqlite.c - every value that sqlite3 put into a database comes out of
 * its pages, journal or log; what is deleted too; and nothing else
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "decode_run.h"
#include "forensic/bytes.h"
#include "tap.h"

enum { ROWS = 400, FILE_MOST = 32 << 20, PATH = 192 };

static char dir[] = "/tmp/decode_sqlite.XXXXXX";
static struct fx_buf file; /* the one that is decoded */

static int64_t
pan(int i)
{
	return INT64_C(4000000000000000) + (int64_t)i * 1000003;
}

static void
path(char *out, const char *suffix)
{
	snprintf(out, PATH, "%s/x.db%s", dir, suffix);
}

static void
slurp(const char *suffix)
{
	static uint8_t piece[1 << 16];
	char name[PATH];
	FILE *f;
	size_t n;

	path(name, suffix);
	fx_buf_reset(&file);
	if ((f = fopen(name, "rb")) == NULL)
		return;
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		fx_buf_put(&file, piece, n);
	fclose(f);
}

static void
run_sql(sqlite3 *db, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		printf("# %s: %s\n", sql, why);
	sqlite3_free(why);
}

static sqlite3 *
fresh(int size, const char *more)
{
	static const char *const suffixes[] = { "", "-wal", "-journal" };
	char name[PATH], sql[64];
	sqlite3 *db = NULL;
	size_t i;

	for (i = 0; i < FX_LEN(suffixes); i++) {
		path(name, suffixes[i]);
		unlink(name);
	}
	path(name, "");
	if (sqlite3_open(name, &db) != SQLITE_OK)
		printf("# cannot open %s\n", name);
	snprintf(sql, sizeof(sql), "pragma page_size = %d", size);
	run_sql(db, sql);
	run_sql(db, "pragma synchronous = off; pragma secure_delete = off");
	run_sql(db, more);
	return db;
}

/* Insert rows a to b by a statement of ?1 the row's number, ?2 its PAN. */
static void
fill(sqlite3 *db, const char *sql, int a, int b)
{
	sqlite3_stmt *s = NULL;
	int i;

	run_sql(db, "savepoint s");
	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
		printf("# %s: %s\n", sql, sqlite3_errmsg(db));
	for (i = a; i < b; i++) {
		sqlite3_bind_int(s, 1, i);
		sqlite3_bind_int64(s, 2, pan(i));
		sqlite3_step(s);
		sqlite3_reset(s);
	}
	sqlite3_finalize(s);
	run_sql(db, "release s");
}

/* What a file tells: numbers of rows by their PAN. */
struct told {
	int row[ROWS];   /* as a number of its own in a column, */
	int fresh[ROWS]; /* and told as new */
	int starts, bad, limits;
	struct fx_buf all;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Count the PANs in what one decoding gave. */
static void
count(struct told *t, const struct fx_decoding *d, const char *p, size_t n)
{
	size_t i, len;
	int64_t v;

	for (i = 0; i < n; i += len + 1) {
		v = 0;
		for (len = 0; i + len < n && is_digit(p[i + len]); len++)
			v = len < 18 ? v * 10 + (p[i + len] - '0') : 0;
		v -= pan(0);
		if (len != 16 || v < 0 || v % 1000003 != 0 ||
		    v / 1000003 >= ROWS)
			continue;
		t->row[v / 1000003]++;
		t->fresh[v / 1000003] += d->decoder->touched(d, i, i + len) ? 1
									    : 0;
	}
}

static void
one(struct told *t, const struct fx_decoder *decoder, size_t at)
{
	struct fx_memory mem = { (const uint8_t *)file.p, file.len };
	struct fx_source src = fx_source_memory(&mem);
	static uint8_t piece[1 << 12];
	size_t from = t->all.len;
	struct fx_decoding d;
	struct fx_err err;
	ssize_t n = 0;

	if (fx_decoding_open(&d, decoder, &src, at, &err) == 0) {
		t->starts++;
		while ((n = decoder->read(&d, piece, sizeof(piece), &err)) > 0)
			fx_buf_put(&t->all, piece, (size_t)n);
		t->bad += n != 0;
		t->limits += d.limit != NULL;
		count(t, &d, fx_buf_text(&t->all) + from, t->all.len - from);
	}
	fx_decoding_close(&d);
}

/* Decode at every start of the file, as a scan does. */
static void
tell(struct told *t)
{
	const struct fx_decoder *d = fx_decoder_find("SQLITE", 6);
	const uint8_t *p = (const uint8_t *)fx_buf_text(&file);
	size_t at;

	memset(t, 0, sizeof(*t));
	for (at = 0; (at = run_next(d, p, file.len, at)) < file.len; at++)
		one(t, d, at);
}

/* How often does the file hold it, as an integer of a record? */
static int
copies(int64_t v)
{
	uint8_t b[8];
	const char *p = file.p, *end = file.p + file.len;
	int n = 0;
	size_t i;

	for (i = 0; i < sizeof(b); i++)
		b[i] = (uint8_t)((uint64_t)v >> (56 - 8 * i));
	while ((p = memmem(p, (size_t)(end - p), b, sizeof(b))) != NULL) {
		p++;
		n++;
	}
	return n;
}

/*
 * Rows a to b are told from n to m times each, or as often as they are there,
 * and as new each time, or never.
 */
static void
is_told(const struct told *t, int a, int b, int n, int m, bool as_new,
    const char *what)
{
	int i, missing = 0, often = 0, wrong = 0;

	for (i = a; i < b; i++) {
		missing += t->row[i] < n;
		often += t->row[i] > m && t->row[i] > copies(pan(i));
		wrong += (t->fresh[i] > 0) != as_new;
	}
	ok(missing == 0 && often == 0 && wrong == 0 && t->bad == 0 &&
		t->limits == 0,
	    "%s", what);
	if (missing + often + wrong != 0)
		printf("# %d of %d missing, %d too often, %d not as new\n",
		    missing, b - a, often, wrong);
}

static const int sizes[] = { 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536 };

static void
live(int size, const char *more, const char *create, const char *insert, int m,
    bool as_new)
{
	sqlite3 *db = fresh(size, more);
	char what[PATH];
	struct told t;

	run_sql(db, create);
	fill(db, insert, 1, ROWS);
	/* nothing is left of pages that were split, but of what was in the
	 * root before it became a node: some rows are there twice */
	run_sql(db, "vacuum");
	sqlite3_close(db);
	slurp("");
	tell(&t);
	snprintf(what, sizeof(what), "%d: %.30s %.60s", size, more, create);
	is_told(&t, 1, ROWS, 1, m, as_new, what);
	fx_buf_done(&t.all);
}

static void
test_live(int size)
{
	live(size, "", "create table t(i integer primary key, n, p integer)",
	    "insert into t values(?1, 'name ' || ?1, ?2)", 2, true);
	live(size, "", "create table t(p integer primary key, n)",
	    "insert into t values(?2, 'name ' || ?1)", 3, true);
	live(size, "", "create table t(n, p real)",
	    "insert into t values('name ' || ?1, ?2)", 2, true);
	live(size, "", "create table t(n, p, primary key(p)) without rowid",
	    "insert into t values('name ' || ?1, ?2)", 2, true);
	/* as text: seen in the image, unless something stands right beside */
	live(size, "", "create table t(a, p text, b)",
	    "insert into t values('-', cast(?2 as text), '-')", 2, false);
	live(size, "", "create table t(p text, y text)",
	    "insert into t values(cast(?2 as text), '0827')", 2, true);
	live(size, "pragma encoding = 'UTF-16le'", "create table t(a, p, b)",
	    "insert into t values('name', cast(?2 as text), '0827')", 2, true);
	live(size, "pragma encoding = 'UTF-16be'", "create table t(a, p, b)",
	    "insert into t values('-', cast(?2 as text), '-')", 2, false);
	live(size, "pragma encoding = 'UTF-16be'", "create table t(a, p, b)",
	    "insert into t values('-', ?2, '-')", 2, true);
}

/*
 * Rows of more than a page, each of 14 bytes more than the one before, so that
 * a PAN lies across a seam somewhere.
 */
static void
test_overflow(int size)
{
	sqlite3 *db = fresh(size,
	    "create table t(i integer primary key, p, big)");
	struct told t;
	int i, fresh_ones = 0, missing = 0, rows = size > 4096 ? 60 : ROWS;
	char sql[PATH];

	snprintf(sql, sizeof(sql),
	    "insert into t values(?1, ?2, hex(zeroblob(%d + ?1 * 7)) || "
	    "' ' || ?2 || ' ' || hex(zeroblob(%d)))",
	    size / 4, size / 4);
	fill(db, sql, 1, rows);
	sqlite3_close(db);
	slurp("");
	tell(&t);
	/* the PAN in `big` lies anywhere; the integer is told once, as new */
	for (i = 1; i < rows; i++) {
		missing += t.row[i] < 3;
		fresh_ones += t.fresh[i] > 1;
	}
	ok(missing == 0 && t.bad == 0 && t.limits == 0,
	    "%d: rows that go on in overflow pages are joined", size);
	ok(size > 1024 || fresh_ones > 0,
	    "%d: what lies across two pages is new", size);
	ok(fresh_ones < rows / 2, "%d: and the rest is not told again", size);
	fx_buf_done(&t.all);
}

/*
 * The same rows, of which every third was deleted: what is left of a cell leads
 * to its overflow pages, which the freelist has now.
 */
static void
test_spilt(int size, int first)
{
	sqlite3 *db = fresh(size,
	    "create table t(i integer primary key, p, big)");
	struct told t;
	int i, all = 0, none = 0, part = 0, live = 0, rows = 60;
	char sql[PATH];

	snprintf(sql, sizeof(sql),
	    "insert into t values(?1 + %d, ?2, hex(zeroblob(%d + ?1 * 7)) || "
	    "' ' || ?2 || ' ' || hex(zeroblob(%d)))",
	    first, 7 * size / 20, size / 4);
	fill(db, sql, 1, rows);
	snprintf(sql, sizeof(sql), "delete from t where (i - %d) %% 3 = 0",
	    first);
	run_sql(db, sql);
	sqlite3_close(db);
	slurp("");
	tell(&t);
	for (i = 1; i < rows; i++) {
		if (i % 3 != 0) {
			live += t.row[i] >= 2;
			continue;
		}
		if (copies(pan(i)) == 0)
			continue; /* written over: nothing leads to the rest */
		all += t.row[i] >= 2;
		part += t.row[i] == 1;
		none += t.row[i] == 0;
	}
	/* a page of the freelist that lists others has lost its first bytes */
	ok(size > 1024 ? part + none <= 2 : all > none + part,
	    "%d: deleted rows are joined: %d, of %d a part, of %d none", size,
	    all, part, none);
	is_int(live, 40, "%d: and the rows that are left", size);
	ok(t.bad == 0 && t.limits == 0, "to the end");
	fx_buf_done(&t.all);
}

/*
 * What a browser encrypted: where it begins in an overflow page its record
 * follows the row, of which its first bytes alone are new.
 */
static void
test_sealed(void)
{
	static const struct {
		const char *what, *values;
		size_t times; /* that it is told */
	} cases[] = {
		{ "in its page", "'-', x'76313041414141'", 1 },
		{ "behind a page", "hex(zeroblob(400)), x'76313041414141'", 2 },
		{ "of another prefix", "hex(zeroblob(400)), x'76323141414141'",
		    0 },
		{ "as a text", "hex(zeroblob(400)), 'v10AAAA'", 1 },
		/* 39 bytes are in the page, four of them of the header */
		{ "across two pages",
		    "hex(zeroblob(17)), cast('v10AAAA' || hex(zeroblob(219)) "
		    "as blob)",
		    2 },
		{ "right at the seam",
		    "hex(zeroblob(16)), cast('v10AAAA' || hex(zeroblob(220)) "
		    "as blob)",
		    1 },
		{ "too far", "hex(zeroblob(1400)), x'76313041414141'", 1 },
	};
	struct told t;
	char sql[PATH];
	size_t i, k, n;
	sqlite3 *db;

	for (i = 0; i < FX_LEN(cases); i++) {
		db = fresh(512, "create table t(a, b)");
		snprintf(sql, sizeof(sql), "insert into t values(%s)",
		    cases[i].values);
		run_sql(db, sql);
		sqlite3_close(db);
		slurp("");
		tell(&t);
		for (k = n = 0; k + 7 <= t.all.len; k++)
			n += memcmp(t.all.p + k, "v10AAAA", 7) == 0;
		is_int(n, cases[i].times, "a ciphertext %s", cases[i].what);
		fx_buf_done(&t.all);
	}
}

static void
deleted(int size, const char *create, const char *insert, const char *delete,
    int may_miss)
{
	sqlite3 *db = fresh(size, create);
	struct told t;
	int i, missing = 0;

	fill(db, insert, 1, ROWS);
	run_sql(db, delete);
	sqlite3_close(db);
	slurp("");
	tell(&t);
	for (i = 1; i < ROWS; i++)
		missing += t.row[i] == 0 && copies(pan(i)) > 0;
	ok(missing <= may_miss && t.bad == 0 && t.limits == 0,
	    "%d: %.40s; %.40s: %d missing", size, create, delete, missing);
	fx_buf_done(&t.all);
}

static void
test_deleted(int size)
{
	const char *t = "create table k(x); create table t(i integer primary "
			"key, n text, p, e text)";
	const char *into = "insert into t values(?1, 'name ' || ?1, ?2, "
			   "'12/27')";
	const char *ints = "create table t(i integer primary key, p integer)";

	/* what is overwritten is gone; that may be so for those at a seam */
	deleted(size, t, into, "drop table t", 0);
	deleted(size, t, into, "delete from t", 0);
	deleted(size, t, into, "delete from t where i > 0", 0);
	deleted(size, t, into, "delete from t where i % 7 = 3", 0);
	deleted(size, ints, "insert into t values(?1, ?2)",
	    "delete from t where i % 7 = 3", 0);
	deleted(size, ints, "insert into t values(?1, ?2)",
	    "delete from t where i % 50 < 3", 0);
}

/*
 * Pages of which no row is left, so that nothing but the overwritten cells
 * themselves tells what their columns are; and some that have one.
 */
static const struct {
	const char *create, *insert;
} shapes[] = {
	{ "create table t(i integer primary key, a, p integer, b)",
	    "insert into t values(?1, ?1 % 2, ?2, ?1 * 3)" },
	{ "create table t(a integer, b integer, p integer, n text)",
	    "insert into t values(?1, ?1 * 70000, ?2, 'name ' || ?1)" },
	{ "create table t(a text, p integer, n text)",
	    "insert into t values(?1 || 'th', ?2, hex(zeroblob(?1 % 9)))" },
	{ "pragma encoding = 'UTF-16be'; create table t(a, n text, p integer)",
	    "insert into t values(?1, 'name ' || ?1, ?2)" },
	{ "pragma encoding = 'UTF-16le'; create table t(a, n text, p real)",
	    "insert into t values(-?1, 'name ' || ?1, ?2)" },
	{ "create table t(i integer, n text, p integer, e text, "
	  "primary key(i)) without rowid",
	    "insert into t values(?1, 'name ' || ?1, ?2, '12/27')" },
	{ "create table t(a integer, p integer, x)",
	    "insert into t values(?1 % 90, ?2, 'seen ' || ?1)" },
	{ "create table t(i integer primary key, a, p)",
	    "insert into t values(?1 + 100000, iif(?1 % 3, 'text', ?1), ?2)" },
	/* what is left of it by chance looks whole, as of an index */
	{ "create table t(i integer primary key, a, b, p integer)",
	    "insert into t values(?1 + 100000, ?1 % 2, ?1 * -200, ?2)" },
	/* no text, and the type of the number lost: it can be no other */
	{ "create table t(p integer, n text)",
	    "insert into t values(?2, 'name ' || ?1)" },
};

static void
test_shapes(int size)
{
	static const char *const ways[] = { "delete from t where +rowid > 0",
		"delete from t where i > 0" };
	size_t i;

	for (i = 0; i < FX_LEN(shapes); i++) {
		const char *create = shapes[i].create;
		bool rowid = strstr(create, "without") == NULL;

		/* one whose types the pointers to the others went over */
		deleted(size, create, shapes[i].insert, ways[!rowid], 1);
	}
}

/*
 * In no order: blocks join that were none of a row's neighbours.  Of some rows
 * only the end is left, where pages were put in order in between.
 */
static void
test_shuffled(int size)
{
	sqlite3 *db;
	struct told t;
	size_t k;
	int i, missing;
	char sql[PATH];

	for (k = 0; k < 4; k++) {
		db = fresh(size, shapes[k].create);
		fill(db, shapes[k].insert, 1, ROWS);
		for (i = 0, missing = 0; i < ROWS * 9 / 10; i++) {
			snprintf(sql, sizeof(sql),
			    "delete from t where rowid = %d", i * 167 % ROWS);
			run_sql(db, sql);
		}
		sqlite3_close(db);
		slurp("");
		tell(&t);
		for (i = 1; i < ROWS; i++)
			missing += t.row[i] == 0 && copies(pan(i)) > 0;
		ok(missing <= ROWS / 50 && t.bad == 0 && t.limits == 0,
		    "%d: in no order; %.60s: %d missing", size,
		    shapes[k].create, missing);
		fx_buf_done(&t.all);
	}
}

static void
test_wal(int size)
{
	sqlite3 *db = fresh(size,
	    "pragma journal_mode = wal; pragma wal_autocheckpoint = 0;"
	    "create table t(i integer primary key, n text, p, big text)");
	struct told t;
	int i;

	for (i = 1; i < ROWS; i += 40)
		fill(db,
		    "insert into t values(?1, 'name ' || ?1, ?2, "
		    "hex(zeroblob(?1 % 7 * 300)))",
		    i, i + 40 < ROWS ? i + 40 : ROWS);
	slurp("-wal");
	sqlite3_close(db);
	tell(&t);
	is_told(&t, 1, ROWS, 1, ROWS, true, "rows in a write-ahead log");
	fx_buf_done(&t.all);
	slurp("");
	tell(&t);
	is_told(&t, 1, ROWS, 1, 2, true, "and in the database afterwards");
	fx_buf_done(&t.all);
}

static void
test_journal(int size)
{
	sqlite3 *db = fresh(size,
	    "create table t(i integer primary key, n text, p, big text)");
	struct told t;

	fill(db,
	    "insert into t values(?1, 'name ' || ?1, ?2, "
	    "hex(zeroblob(?1 % 7 * 300)))",
	    1, ROWS);
	run_sql(db, "begin; update t set p = 0, big = '', n = i");
	slurp("-journal");
	run_sql(db, "rollback");
	sqlite3_close(db);
	tell(&t);
	is_told(&t, 1, ROWS, 1, 2, true, "rows in a rollback journal");
	fx_buf_done(&t.all);
}

/* Pages where no page of a file would stand, and a page without its file. */
static void
test_places(void)
{
	sqlite3 *db = fresh(1024, "create table t(n text, p)");
	struct fx_buf all = { 0 }, odd = { 0 };
	struct told t;
	size_t i;
	int sum = 0, n;

	fill(db, "insert into t values('name ' || ?1, ?2)", 1, ROWS);
	sqlite3_close(db);
	slurp("");
	fx_buf_put(&all, file.p, file.len);
	fx_buf_put(&odd, "odd", 3);
	fx_buf_put(&odd, all.p, all.len);
	fx_buf_reset(&file);
	fx_buf_put(&file, odd.p, odd.len);
	tell(&t);
	is_told(&t, 1, ROWS, 1, 2, true, "a database at an odd place");
	fx_buf_done(&t.all);
	for (i = 2048; i < all.len; i += 1024) {
		fx_buf_reset(&file);
		fx_buf_put(&file, all.p + i, 1024);
		tell(&t);
		for (n = 1; n < ROWS; n++)
			sum += t.row[n];
		fx_buf_done(&t.all);
	}
	is_int(sum, ROWS - 1, "each page alone, without its database");
	fx_buf_done(&all);
	fx_buf_done(&odd);
}

/* One byte of a file changed at a time: no crash, no end that does not come. */
static void
test_damage(void)
{
	sqlite3 *db = fresh(512, "create table t(n text, p)");
	struct fx_buf all = { 0 };
	struct told t;
	size_t i;
	int lost = 0;

	fill(db, "insert into t values(hex(zeroblob(?1)), ?2)", 1, 60);
	run_sql(db, "delete from t where rowid % 3 = 0");
	sqlite3_close(db);
	slurp("");
	fx_buf_put(&all, file.p, file.len);
	for (i = 0; i < all.len; i += 7) {
		fx_buf_reset(&file);
		fx_buf_put(&file, all.p, all.len);
		file.p[i] = (char)(file.p[i] ^ 0x81);
		tell(&t);
		lost += t.bad;
		fx_buf_done(&t.all);
	}
	ok(lost == 0, "a byte changed: told to the end, all the same");
	for (i = 1; i < all.len; i += 97) {
		fx_buf_reset(&file);
		fx_buf_put(&file, all.p, all.len - i);
		tell(&t);
		lost += t.bad;
		fx_buf_done(&t.all);
	}
	ok(lost == 0, "a file that is cut off: told to its end");
	fx_buf_done(&all);
}

/* Overflow pages and freelists that lead back to themselves. */
static void
test_loops(void)
{
	sqlite3 *db = fresh(512, "create table t(p, big text)");
	struct told t;
	size_t i;

	fill(db, "insert into t values(?2, hex(zeroblob(3000)))", 1, 9);
	run_sql(db, "delete from t where rowid > 5");
	sqlite3_close(db);
	slurp("");
	tell(&t);
	ok(t.row[1] == 2 && t.fresh[1] == 1, "the file as it was");
	fx_buf_done(&t.all);
	/* every page but leaves and the first now says that page 5 is next */
	for (i = 512; i < file.len; i += 512)
		if (file.p[i] == 0)
			memcpy(file.p + i, "\0\0\0\5", 4);
	tell(&t);
	ok(t.row[1] == 1 && t.bad == 0,
	    "no chain: told as far as it lies there");
	fx_buf_done(&t.all);
	memcpy(file.p + 32, "\0\0\0\5", 4);
	tell(&t);
	ok(t.row[1] == 1 && t.bad == 0, "a freelist that is a loop");
	fx_buf_done(&t.all);
}

static void
test_noise(void)
{
	uint64_t x = 88172645463325252U;
	struct told t;
	int i;

	fx_buf_reset(&file);
	for (i = 0; i < 1 << 20; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		fx_buf_put(&file, &x, sizeof(x));
	}
	tell(&t);
	is_int(t.starts, 0, "8 MiB of noise: no start");
	fx_buf_done(&t.all);
	/* a 13 before zeros is no empty page of the largest size */
	for (i = 4096; i < 1 << 20; i += 4100)
		memcpy(file.p + i, "\15\0\0\0\0\0\0\0", 8);
	tell(&t);
	is_int(t.starts, 0, "a 13 before zeros: no start");
	fx_buf_done(&t.all);
}

int
main(void)
{
	char name[PATH];
	size_t i;

	file.max = FILE_MOST + 1;
	if (mkdtemp(dir) == NULL)
		return 99;
	for (i = 0; i < FX_LEN(sizes); i++) {
		test_live(sizes[i]);
		test_overflow(sizes[i]);
		test_spilt(sizes[i], 0);
		if (sizes[i] < 4096)
			test_spilt(sizes[i], 100000);
		test_deleted(sizes[i]);
		test_shapes(sizes[i]);
		test_shuffled(sizes[i]);
		test_wal(sizes[i]);
		test_journal(sizes[i]);
	}
	test_sealed();
	test_places();
	test_damage();
	test_loops();
	test_noise();
	fx_buf_done(&file);
	path(name, "");
	unlink(name);
	rmdir(dir);
	return done();
}
