/* evidence_store.c - append, sign, break, mend, refuse */
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../libforensic/evidence/store_internal.h"
#include "forensic/access.h"
#include "forensic/bytes.h"
#include "forensic/record.h"
#include "forensic/schema.h"
#include "forensic/store.h"
#include "forensic/vault.h"
#include "tap.h"

static char dir[] = "/tmp/fxstore.XXXXXX";
static struct fx_key *key, *other;
static struct fx_age_identities custodian;
static struct fx_buf said;

/* A name in the folder of the test; the last four stay good. */
static const char *
name(const char *file)
{
	static char names[4][64];
	static unsigned int next;
	char *out = names[next++ % 4];

	snprintf(out, sizeof(names[0]), "%s/%s", dir, file);
	return out;
}

static void
say(const char *words, void *arg)
{
	(void)arg;
	fx_buf_printf(&said, "%s\n", words);
}

static bool
was_said(const char *words)
{
	return strstr(fx_buf_text(&said), words) != NULL;
}

static void
clean(void)
{
	static const char *const files[] = { "a.evd", "a.evd.ckpt", "a.vault",
		"b.evd", "b.evd.ckpt", "old.evd", "old.evd.ckpt", "old.vault",
		"a.evd-journal" };
	size_t i;

	for (i = 0; i < FX_LEN(files); i++)
		unlink(name(files[i]));
}

static void
copy(const char *from, const char *to)
{
	FILE *in = fopen(name(from), "r"), *out = fopen(name(to), "w");
	int c;

	while (in != NULL && out != NULL && (c = getc(in)) != EOF)
		putc(c, out);
	if (in != NULL)
		fclose(in);
	if (out != NULL)
		fclose(out);
}

static void
sql(const char *file, const char *text)
{
	sqlite3 *db;
	char *why = NULL;

	sqlite3_open(name(file), &db);
	if (sqlite3_exec(db, text, NULL, NULL, &why) != SQLITE_OK)
		ok(false, "%s: %s", text, why);
	sqlite3_free(why);
	sqlite3_close(db);
}

static int64_t
sql_int(const char *file, const char *text)
{
	sqlite3_stmt *st;
	sqlite3 *db;
	int64_t v = -1;

	sqlite3_open(name(file), &db);
	if (sqlite3_prepare_v2(db, text, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		v = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return v;
}

static void
create(void)
{
	const struct fx_genesis g = { "2026-0417", "lab.example", "badge 1234",
		NULL, "A1", NULL, custodian.recipient, 1, false };
	struct fx_buf note = { 0 };
	struct fx_err err = { 0 };

	clean();
	ok(fx_store_create(name("a.evd"), &g, key, &note, &err) == 0,
	    "create %s", err.msg);
	fx_buf_done(&note);
}

static struct fx_store *
open_by(const struct fx_store_options *opt, bool *mended, struct fx_err *err)
{
	fx_buf_reset(&said);
	return fx_store_open(name("a.evd"), opt, mended, err);
}

static struct fx_store *
open_with(const struct fx_key *k, bool *mended, struct fx_err *err)
{
	const struct fx_store_options opt = { .key = k, .say = say };

	return open_by(&opt, mended, err);
}

static struct fx_store *
open_store(void)
{
	struct fx_err err = { 0 };
	struct fx_store *s;
	bool mended;

	s = open_with(key, &mended, &err);
	ok(s != NULL, "open %s", err.msg);
	return s;
}

/* The case must not open, with these words. */
static void
refuses(const char *words, const char *what)
{
	struct fx_err err = { 0 };
	struct fx_store *s;
	bool mended;

	s = open_with(key, &mended, &err);
	if (!ok(s == NULL && strstr(err.msg, words) != NULL, "%s: refused",
		what))
		printf("# %s\n", err.msg);
	fx_store_close(s);
}

static int
append(struct fx_store *s, const char *kind, json_t *v,
    const struct fx_secret *secret, struct fx_err *err)
{
	int rc = fx_store_append(s, kind, v, secret, secret != NULL, err);

	json_decref(v);
	return rc;
}

/* A run's begin and n findings. */
static void
run(struct fx_store *s, int n)
{
	struct fx_secret secret = { .field = "value", .value = "x", .len = 1 };
	uint64_t src = fx_store_next_source(s), id = fx_store_next_run(s);
	struct fx_err err;
	int i, bad = 0;

	bad += append(s, "source",
	    json_pack("{s:I,s:s}", "src", (json_int_t)src, "name", "a"), NULL,
	    &err);
	bad += append(s, "run.begin",
	    json_pack("{s:I,s:I}", "run", (json_int_t)id, "src",
		(json_int_t)src),
	    NULL, &err);
	for (i = 0; i < n; i++)
		bad += append(s, "finding",
		    json_pack("{s:I,s:s,s:{s:s}}", "run", (json_int_t)id,
			"class", "card.pan", "commit", "value", "00"),
		    &secret, &err);
	is_int(bad, 0, "append %d findings", n);
}

static void
end_run(struct fx_store *s)
{
	struct fx_store_info info;
	struct fx_err err;

	fx_store_info(s, &info);
	ok(append(s, "run.end",
	       json_pack("{s:I}", "run", (json_int_t)info.runs), NULL,
	       &err) == 0,
	    "end the run");
}

static void
created(void)
{
	struct fx_store_info info;
	struct fx_store *s;
	struct stat st;

	umask(0277); /* the vault's mode does not depend on it */
	create();
	umask(022);
	stat(name("a.vault"), &st);
	is_int(st.st_mode & 07777, 0600, "the vault is its owner's");
	is_int(sql_int("a.evd", "PRAGMA application_id"),
	    FX_CASE_APPLICATION_ID, "application_id");
	is_int(sql_int("a.vault", "PRAGMA application_id"),
	    FX_VAULT_APPLICATION_ID, "of the vault");
	is_int(sql_int("a.evd", "PRAGMA user_version"), 1, "user_version");
	s = open_store();
	fx_store_info(s, &info);
	is_str(info.origin, "lab.example/2026-0417/A1", "origin");
	is_str(info.id, "2026-0417", "case");
	is_str(info.examiner, "badge 1234", "examiner");
	is_int(info.size, 1, "one record");
	is_int(info.head.size, 1, "and it is signed");
	fx_store_close(s);
}

/* What may not be made twice, or out of what. */
static void
not_created(void)
{
	const struct fx_age_recipient *to = custodian.recipient;
	const struct {
		struct fx_genesis g;
		const char *says;
	} bad[] = {
		{ { "a b", "lab", "x", NULL, NULL, NULL, to, 1, false },
		    "white space" },
		{ { "a", "lab+1", "x", NULL, NULL, NULL, to, 1, false },
		    "white space" },
		{ { "a", "lab", "", NULL, NULL, NULL, to, 1, false }, "empty" },
		{ { "a", "lab", "\xff", NULL, NULL, NULL, to, 1, false },
		    "UTF-8" },
		{ { "a", "lab", "x", "\xff", NULL, NULL, to, 1, false },
		    "UTF-8" },
		{ { "a", "lab", "x", NULL, NULL, NULL, NULL, 0, false },
		    "no custodian" },
		{ { "a", "lab", "x", NULL, NULL, NULL, to, 1, true },
		    "have no custodian" },
		{ { "a", "lab", "x", NULL, NULL, NULL, to, FX_CUSTODIANS + 1,
		      false },
		    "more than 32" },
	};
	const struct fx_genesis g = { "a", "lab", "x", NULL, NULL, NULL, to, 1,
		false };
	struct fx_buf note = { 0 };
	struct fx_err err;
	size_t i;

	create();
	ok(fx_store_create(name("a.evd"), &g, key, &note, &err) == -1 &&
		strstr(err.msg, "there already") != NULL,
	    "a case is not overwritten");
	unlink(name("a.evd"));
	ok(fx_store_create(name("a.evd"), &g, key, &note, &err) == -1 &&
		strstr(err.msg, "a.evd.ckpt") != NULL,
	    "nor the head of one");
	unlink(name("a.evd.ckpt"));
	sql("a.vault",
	    "INSERT INTO opening VALUES(1,'value',zeroblob(32),"
	    "1,zeroblob(72))");
	ok(fx_store_create(name("a.evd"), &g, key, &note, &err) == -1 &&
		strstr(err.msg, "another case") != NULL,
	    "nor a vault that is not empty");
	ok(access(name("a.evd"), F_OK) == -1, "and nothing is made");
	clean();
	for (i = 0; i < FX_LEN(bad); i++)
		ok(fx_store_create(name("a.evd"), &bad[i].g, key, &note,
		       &err) == -1 &&
			strstr(err.msg, bad[i].says) != NULL &&
			access(name("a.evd"), F_OK) == -1,
		    "no case: %s", bad[i].says);
	fx_buf_done(&note);
}

static void
appended(void)
{
	struct fx_store_info info;
	struct fx_store *s;
	struct fx_err err;
	int64_t n;

	create();
	s = open_store();
	run(s, 3);
	ok(fx_store_due(s) > 0, "the batch waits");
	fx_store_info(s, &info);
	is_int(info.size, 6, "records with the batch");
	is_int(info.onfile, 1, "on disk without it");
	n = sql_int("a.evd", "SELECT count(*) FROM record");
	is_int(n, 1, "indeed");
	ok(append(s, "error", json_pack("{s:n}", "a"), NULL, &err) == -1 &&
		err.code == FX_EFORMAT,
	    "what has no canonical form is refused");
	end_run(s);
	ok(fx_store_sign(s, &err) == 0, "sign");
	is_int(fx_store_due(s), -1, "nothing waits");
	is_int(sql_int("a.evd", "SELECT count(*) FROM record"), 7, "on disk");
	is_int(sql_int("a.vault", "SELECT count(*) FROM opening"), 3,
	    "with the openings");
	n = sql_int("a.vault",
	    "SELECT count(*) FROM opening o WHERE seq IN (3,4,5)");
	is_int(n, 3, "of the right records");
	fx_store_close(s);
	s = open_store();
	fx_store_info(s, &info);
	is_int(info.size, 7, "read again");
	is_int(info.head.size, 7, "all signed");
	is_int(info.runs, 1, "one run");
	ok(fx_store_next_run(s) == 2, "the next is the second");
	is_int(said.len, 0, "nothing to say");
	fx_store_close(s);
}

/* A batch that is full goes to disk; a head is signed on the way. */
static void
batches(void)
{
	struct fx_store_info info;
	struct fx_store *s;
	struct fx_err err;

	create();
	s = open_store();
	run(s, FX_BATCH_RECORDS + 5);
	fx_store_info(s, &info);
	is_int(info.head.size, 1, "a full batch is not signed yet");
	ok(fx_store_commit(s, &err) == 0, "commit the rest");
	fx_store_info(s, &info);
	is_int(info.onfile, 3 + FX_BATCH_RECORDS + 5, "all is on disk");
	ok(fx_store_due(s) == -1, "nothing is due any more");
	end_run(s);
	run(s, 2 * FX_BATCH_RECORDS + 5);
	fx_store_close(s);
	s = open_store();
	fx_store_info(s, &info);
	is_int(info.onfile, 3 + FX_BATCH_RECORDS + 5 + 2 * FX_BATCH_RECORDS + 1,
	    "full batches are there without a commit, and a run's end");
	fx_store_close(s);
}

/* What a thread wrote, or failed to, is told by the calls that wait for it. */
static void
handed_over(void)
{
	struct fx_store_info info;
	struct fx_store *s;
	struct fx_err err;
	struct rlimit was, less;

	create();
	s = open_store();
	run(s, FX_BATCH_RECORDS - 2);
	if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
		ok(fx_store_due(s) == -1, "one processor: it is there at once");
		fx_store_close(s);
		return;
	}
	ok(fx_store_due(s) >= 0, "a batch on its way is to be seen to");
	ok(fx_store_commit(s, &err) == 0, "it gets to disk");
	ok(fx_store_due(s) == -1, "then nothing is due");
	end_run(s);
	ok(fx_store_sign(s, &err) == 0, "its run ends");
	getrlimit(RLIMIT_FSIZE, &was);
	less = was;
	less.rlim_cur = 1 << 20; /* what is there is larger */
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &less);
	run(s, FX_BATCH_RECORDS - 2);
	ok(fx_store_commit(s, &err) == -1 && err.code == FX_EIO,
	    "one that does not: %s", err.msg);
	ok(append(s, "error", json_pack("{}"), NULL, &err) == -1 &&
		strstr(err.msg, "an earlier write failed") != NULL,
	    "nothing is taken any more");
	ok(fx_store_sign(s, &err) == -1, "nor signed");
	setrlimit(RLIMIT_FSIZE, &was); /* standard output may be a file */
	fx_store_info(s, &info);
	is_int(info.onfile, 2 + FX_BATCH_RECORDS, "nothing of it is on disk");
	fx_store_close(s);
	s = open_store();
	fx_store_info(s, &info);
	is_int(info.size, 2 + FX_BATCH_RECORDS, "nor later");
	fx_store_close(s);
}

/* What the trigger would refuse is refused while it rests. */
static void
no_append(void)
{
	struct fx_store *s;
	struct fx_err err;
	char *prev;
	int i;

	for (i = 0; i < 3; i++) {
		create();
		s = open_store();
		run(s, 2);
		prev = memmem(s->batch.bodies.p, s->batch.bodies.len,
		    "\"prev\":\"", 8);
		if (i == 1)
			prev[8] = (char)(prev[8] == '0' ? '1' : '0');
		else if (i == 2)
			s->batch.record[3].kind = "limit";
		ok(fx_store_commit(s, &err) == (i == 0 ? 0 : -1) &&
			(i == 0 || err.code == FX_EBROKEN),
		    "%s", i == 0 ? "records that follow" : err.msg);
		is_int(sql_int("a.evd", "SELECT count(*) FROM record"),
		    i == 0 ? 5 : 1, "all, or none");
		fx_store_close(s);
	}
}

static void
mended(void)
{
	const struct fx_store_options anew = { .key = key,
		.new_vault = true,
		.say = say };
	struct fx_store_info info;
	struct fx_store *s;
	struct fx_err err;
	bool m;

	create();
	s = open_store();
	run(s, 2);
	fx_store_commit(s, &err);
	fx_store_close(s); /* as a crash leaves it */
	sql("a.vault",
	    "INSERT INTO opening VALUES(9,'value',zeroblob(32),"
	    "1,zeroblob(72))");
	s = open_with(key, &m, &err);
	ok(s != NULL && m, "opened, and mended");
	ok(was_said("1 opening without a record was deleted"), "the orphan");
	ok(was_said("run 1 was not ended"), "the run");
	ok(was_said("records 1 to 4 were not signed"), "the tail");
	fx_store_info(s, &info);
	is_int(info.head.size, 6, "signed now");
	fx_store_close(s);
	is_int(sql_int("a.evd",
		   "SELECT instr(body,'\"findings\":{\"card.pan\":2}')>0 AND "
		   "instr(body,'\"status\":\"interrupted\"')>0 FROM record "
		   "WHERE seq=5"),
	    1, "the end tells what was recorded");
	unlink(name("a.evd.ckpt"));
	s = open_with(key, &m, &err);
	ok(s != NULL && m && was_said("was not there"), "the .ckpt file");
	fx_store_close(s);
	ok(access(name("a.evd.ckpt"), F_OK) == 0, "is there again");
	unlink(name("a.vault"));
	s = open_with(key, &m, &err);
	ok(s == NULL && err.code == FX_EARG &&
		strstr(err.msg, "its vault is not there") != NULL,
	    "without the vault");
	ok(access(name("a.vault"), F_OK) == -1, "none is made");
	s = open_by(&anew, &m, &err);
	ok(s != NULL && m && was_said("holds no earlier openings"), "a vault");
	fx_store_close(s);
	s = open_by(&anew, &m, &err);
	ok(s == NULL && err.code == FX_EARG, "a new one where one is");
	s = open_with(key, &m, &err);
	ok(s != NULL && !m, "nothing more to mend");
	fx_store_close(s);
}

/* One break at a time; each on a case of two runs, the last one unsigned. */
static void
broken(void)
{
	static const struct {
		const char *what, *sql, *says;
	} breaks[] = {
		{ "an edited body",
		    "DROP TRIGGER record_noupdate; UPDATE record SET body="
		    "replace(body,'card.pan','card.pam') WHERE seq=3",
		    "its tables" },
		{ "an edited body, the trigger there again",
		    "DROP TRIGGER record_noupdate; UPDATE record SET body="
		    "replace(body,'card.pan','card.pam') WHERE seq=3; "
		    "CREATE TRIGGER record_noupdate BEFORE UPDATE ON record "
		    "BEGIN SELECT RAISE(ABORT,'record: append-only'); END",
		    "record 3 was changed" },
		{ "a record of the tail gone",
		    "DROP TRIGGER record_nodelete; DELETE FROM record WHERE "
		    "seq=(SELECT max(seq)-1 FROM record); "
		    "CREATE TRIGGER record_nodelete BEFORE DELETE ON record "
		    "BEGIN SELECT RAISE(ABORT,'record: append-only'); END",
		    "is missing" },
		{ "a head gone past the end",
		    "DROP TRIGGER checkpoint_grow; INSERT INTO checkpoint "
		    "VALUES(99,'x'); "
		    "CREATE TRIGGER checkpoint_grow BEFORE INSERT ON "
		    "checkpoint\nWHEN NEW.size <= (SELECT coalesce(max(size),0)"
		    " FROM checkpoint) OR NEW.size > (SELECT max(seq)+1 FROM "
		    "record)\nBEGIN SELECT RAISE(ABORT,'checkpoint: must grow "
		    "and not pass the tail'); END",
		    "" },
		{ "one more table", "CREATE TABLE more(a)", "its tables" },
		{ "another application_id", "PRAGMA application_id=1",
		    "not a case file" },
		{ "another version", "PRAGMA user_version=2", "of version 2" },
		{ "write-ahead mode", "PRAGMA journal_mode=WAL",
		    "write-ahead" },
	};
	struct fx_store *s;
	struct fx_err err;
	size_t i;

	for (i = 0; i < FX_LEN(breaks); i++) {
		create();
		s = open_store();
		run(s, 2);
		end_run(s);
		fx_store_sign(s, &err);
		run(s, 2);
		fx_store_commit(s, &err);
		fx_store_close(s);
		sql("a.evd", breaks[i].sql);
		refuses(breaks[i].says, breaks[i].what);
	}
}

/* A head of the table that is not this case's, or by another key. */
static void
bad_heads(void)
{
	struct fx_checkpoint head = { "lab.example/2026-0417/A1", 3, { 0 } };
	struct fx_buf note = { 0 }, text = { 0 };
	struct fx_store *s;
	struct fx_err err;

	create();
	s = open_store();
	run(s, 0);
	end_run(s);
	fx_store_commit(s, &err);
	fx_store_close(s);
	fx_note_sign(&note, &head, key, &err);
	fx_buf_printf(&text, "INSERT INTO checkpoint VALUES(3,'%s')", note.p);
	sql("a.evd", text.p);
	refuses("does not match", "a head of another tree");
	fx_buf_done(&note);
	fx_buf_done(&text);
}

/* A copy that is older than what is known of the case beside it. */
static void
rolled_back(void)
{
	struct fx_store *s;
	struct fx_err err;

	create();
	copy("a.evd", "old.evd");
	copy("a.evd.ckpt", "old.evd.ckpt");
	s = open_store();
	run(s, FX_BATCH_RECORDS + 1);
	end_run(s);
	fx_store_sign(s, &err);
	fx_store_close(s);
	copy("old.evd", "a.evd");
	refuses("not its newest copy", "a case older than its .ckpt file");
	copy("old.evd.ckpt", "a.evd.ckpt");
	refuses("not its newest copy", "a case older than its vault");
	unlink(name("a.evd.ckpt"));
	copy("a.vault", "a.evd.ckpt");
	refuses("", "a .ckpt file that is none");
}

static void
other_files(void)
{
	struct fx_err err = { 0 };
	struct fx_store *s;
	bool m;
	FILE *f;

	clean();
	refuses("No such file", "no file");
	f = fopen(name("a.evd"), "w");
	fclose(f);
	refuses("not a case file", "an empty file");
	f = fopen(name("a.evd"), "w");
	fputs("text, and more than the hundred bytes of a header, which is "
	      "what is looked at first, before SQLite sees the file",
	    f);
	fclose(f);
	refuses("not a case file", "a text");
	sql("b.evd", "CREATE TABLE a(b)");
	copy("b.evd", "a.evd");
	refuses("not a case file", "another database");
	unlink(name("a.evd"));
	mkfifo(name("a.evd"), 0600);
	refuses("not a case file", "a pipe");
	create();
	s = open_with(other, &m, &err);
	ok(s == NULL && strstr(err.msg, "another key, SHA256:") != NULL,
	    "another key: refused");
}

static void
copies(void)
{
	struct fx_checkpoint head;
	struct fx_store *s;
	struct fx_err err = { 0 };
	struct stat st;

	create();
	s = open_store();
	run(s, 5);
	ok(fx_store_copy(name("a.evd"), name("b.evd"), &head, &err) == -1 &&
		err.sys == EAGAIN,
	    "no copy while it is written");
	fx_store_commit(s, &err);
	fx_store_close(s);
	ok(fx_store_copy(name("a.evd"), name("b.evd"), &head, &err) == -1 &&
		strstr(err.msg, "--recover") != NULL,
	    "nor of an open run");
	s = open_store();
	fx_store_close(s);
	ok(fx_store_copy(name("a.evd"), name("b.evd"), &head, &err) == 0,
	    "a copy %s", err.msg);
	is_int(head.size, 9, "its head");
	stat(name("b.evd"), &st);
	is_int(st.st_mode & 07777, 0444, "it can't be written");
	is_int(sql_int("b.evd", "SELECT count(*) FROM record"), 9, "whole");
	is_int(sql_int("b.evd", "PRAGMA application_id"),
	    FX_CASE_APPLICATION_ID, "a case file");
	ok(access(name("b.evd.ckpt"), F_OK) == 0, "and its head");
	ok(fx_store_copy(name("a.evd"), name("b.evd"), &head, &err) == -1,
	    "never overwritten");
	unlink(name("b.evd"));
	ok(fx_store_copy(name("a.evd"), name("b.evd"), &head, &err) == -1,
	    "nor its head");
	ok(access(name("b.evd"), F_OK) == -1, "and nothing is left");
}

/* Two writers: the second one is told, whatever the first one does. */
static void
one_writer(void)
{
	struct fx_err err = { 0 };
	struct fx_store *s, *two;
	sqlite3 *db;
	bool m;

	create();
	s = open_store();
	two = open_with(key, &m, &err);
	ok(two == NULL && err.sys == EAGAIN &&
		strstr(err.msg, "another fxrecord is writing") != NULL,
	    "a second writer is refused");
	/* Another program goes past the lock: nothing is appended to that. */
	run(s, 1);
	sqlite3_open(name("a.evd"), &db);
	sqlite3_exec(db,
	    "INSERT INTO record SELECT 1,'x','\"kind\":\"x\"\"prev\":\"'||"
	    "lower(hex(leaf))||'\"',leaf FROM record",
	    NULL, NULL, NULL);
	sqlite3_close(db);
	ok(fx_store_commit(s, &err) == -1 && err.code == FX_EBROKEN,
	    "no commit onto another's record");
	ok(fx_store_sign(s, &err) == -1, "and nothing more after that");
	fx_store_close(s);
}

/* A finding that commits to n fields, which are called from letter on. */
static int
append_wide(struct fx_store *s, size_t n, char letter)
{
	struct fx_secret secrets[FX_SECRETS_MOST] = { 0 };
	json_t *v = json_pack("{s:i,s:s,s:{}}", "run", 1, "class", "card.pan",
	    "commit");
	struct fx_err err;
	size_t i;
	int rc;

	for (i = 0; i < n; i++) {
		snprintf(secrets[i].field, sizeof(secrets[i].field), "%c%zu",
		    letter, i);
		secrets[i].value = "x";
		secrets[i].len = 1;
		json_object_set_new(json_object_get(v, "commit"),
		    secrets[i].field, json_string("00"));
	}
	rc = fx_store_append(s, "finding", v, secrets, n, &err);
	json_decref(v);
	return rc;
}

/* All that is asked to be erased is, or nothing. */
static void
wide(void)
{
	static const uint64_t seq[] = { 3, 4 };
	struct fx_access a = { .seq = seq, .n = 2, .who = "x", .why = "y" };
	struct fx_store *s;
	struct fx_err err = { 0 };
	uint64_t n;

	create();
	s = open_store();
	run(s, 0);
	ok(append_wide(s, 40, 'a') == 0 && append_wide(s, 40, 'b') == 0,
	    "two findings of 80 fields");
	end_run(s);
	ok(fx_store_sign(s, &err) == 0, "signed %s", err.msg);
	ok(fx_store_erase(s, &a, &n, &err) == -1 && err.code == FX_ELIMIT,
	    "too many to erase at once");
	is_int(sql_int("a.vault", "SELECT count(*) FROM opening"), 80,
	    "none is");
	a.n = 1;
	ok(fx_store_erase(s, &a, &n, &err) == 0 && n == 40,
	    "those of one finding");
	fx_store_close(s);
}

int
main(void)
{
	struct fx_err err;

	if (mkdtemp(dir) == NULL || (key = fx_key_new(&err)) == NULL ||
	    (other = fx_key_new(&err)) == NULL ||
	    fx_age_identity_new(&custodian, &err) == -1)
		return 1;
	created();
	not_created();
	appended();
	batches();
	handed_over();
	no_append();
	mended();
	wide();
	broken();
	bad_heads();
	rolled_back();
	other_files();
	copies();
	one_writer();
	clean();
	fx_buf_done(&said);
	fx_key_free(key);
	fx_key_free(other);
	ok(rmdir(dir) == 0, "nothing is left behind");
	return done();
}
