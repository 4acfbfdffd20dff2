/* copy.c - the closed copy of a case, to hand over */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "store_internal.h"

enum { COPY_MODE = 0444 };

/* Is the case at rest: all signed, no run open, nothing unfinished? */
static int
at_rest(const char *path, struct chain *c, struct fx_err *err)
{
	sqlite3 *db;
	int rc;

	if (db_beside(path, "-journal") > 0)
		return fx_fail(err, FX_EBROKEN, 0,
		    "a write was not finished: run fxrecord --recover first");
	if ((db = db_open(path, &db_case, true, err)) == NULL)
		return -1;
	rc = chain_read(c, db, NULL, err);
	db_close(db);
	if (rc == -1)
		return -1;
	if (c->open_run != 0)
		return fx_fail(err, FX_EBROKEN, 0,
		    "run %" PRIu64 " was not ended: run fxrecord --recover "
		    "first",
		    c->open_run);
	if (c->head.size != c->tree.size)
		return fx_fail(err, FX_EBROKEN, 0,
		    "its tail is not signed: run fxrecord --recover first");
	return 0;
}

/* Let SQLite write all that the case holds, and no more, into fresh. */
static int
vacuum(const char *path, const char *fresh, struct fx_err *err)
{
	sqlite3_stmt *st;
	sqlite3 *db;
	int rc = -1;

	if ((db = db_open(path, &db_case, true, err)) == NULL)
		return -1;
	/* This writes a file, if none of the case's. */
	if (db_exec(db, "PRAGMA query_only=OFF", err) == 0 &&
	    (st = db_prepare(db, "VACUUM main INTO ?", err)) != NULL) {
		sqlite3_bind_text(st, 1, fresh, -1, SQLITE_STATIC);
		rc = db_run(db, st, err);
		sqlite3_finalize(st);
	}
	db_close(db);
	return rc;
}

/* Flush the file, and take the right to write it away. */
static int
seal(const char *fresh, struct fx_err *err)
{
	int fd = open(fresh, O_RDWR | O_CLOEXEC), rc = 0;

	if (fd == -1)
		return fx_fail_sys(err, 0, "%s", fresh);
	if (fchmod(fd, COPY_MODE) == -1 || fsync(fd) == -1)
		rc = fx_fail_sys(err, 0, "%s", fresh);
	close(fd);
	return rc;
}

/* Read the copy as a stranger would: is it the case? */
static int
same(const char *fresh, const struct chain *want, struct fx_err *err)
{
	struct chain got = { 0 };
	sqlite3 *db;
	int rc;

	if ((db = db_open(fresh, &db_case, true, err)) == NULL)
		return -1;
	rc = chain_read(&got, db, NULL, err);
	if (rc == 0 &&
	    (got.tree.size != want->tree.size ||
		memcmp(&got.head, &want->head, sizeof(got.head)) != 0))
		rc = fx_fail(err, FX_EBROKEN, 0,
		    "the copy is not what the case is");
	chain_done(&got);
	db_close(db);
	return rc;
}

/* The name that SQLite is to take for a file, whatever it looks like. */
static char *
plain(const char *name, struct fx_err *err)
{
	struct fx_buf out = { 0 };

	fx_buf_printf(&out, "%s%s", name[0] == '/' ? "" : "./", name);
	if (fx_buf_check(&out, err) == 0)
		return out.p;
	fx_buf_done(&out);
	return NULL;
}

static int
write_copy(const char *path, const char *copy, const char *ckpt,
    const struct chain *c, struct fx_err *err)
{
	char *fresh = NULL, *name = NULL;
	int rc = -1;

	/* SQLite fills the empty file that is there, with its mode. */
	if ((name = plain(copy, err)) == NULL ||
	    (fresh = file_fresh(name, 0600, err)) == NULL)
		goto out;
	if (vacuum(path, fresh, err) == -1 || seal(fresh, err) == -1 ||
	    same(fresh, c, err) == -1 ||
	    file_create(ckpt, &c->note, COPY_MODE, err) == -1)
		goto out;
	rc = file_publish(fresh, copy, err);
	if (rc == -1)
		unlink(ckpt); /* this call made it a moment ago */
out:
	if (rc == -1 && fresh != NULL)
		unlink(fresh);
	free(fresh);
	free(name);
	return rc;
}

/* Neither the copy nor its .ckpt file may be there. */
static int
both_new(const char *copy, const char *ckpt, struct fx_err *err)
{
	const char *names[] = { copy, ckpt };
	size_t i;

	for (i = 0; i < 2; i++)
		if (access(names[i], F_OK) == 0 || errno != ENOENT)
			return fx_fail(err, FX_EARG, 0, "%s is there already",
			    names[i]);
	return 0;
}

int
fx_store_copy(const char *path, const char *copy, struct fx_checkpoint *head,
    struct fx_err *err)
{
	struct fx_buf ckpt = { 0 };
	struct chain c = { 0 };
	int lock = -1, rc = -1;

	fx_buf_printf(&ckpt, "%s.ckpt", copy);
	if (fx_buf_check(&ckpt, err) == -1 || both_new(copy, ckpt.p, err) == -1)
		goto out;
	if ((lock = lock_take(path, false, NULL, err)) == -1 ||
	    at_rest(path, &c, err) == -1)
		goto out;
	rc = write_copy(path, copy, ckpt.p, &c, err);
	*head = c.head;
out:
	chain_done(&c);
	fx_buf_done(&ckpt);
	if (lock != -1)
		close(lock);
	return rc;
}
