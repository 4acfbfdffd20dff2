/* batch.c - a batch at hand: its folder, its plan, its tools */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "batch.h"
#include "cli.h"
#include "forensic/bytes.h"
#include "forensic/key.h"
#include "place.h"

enum {
	TICK_MS = 50,
	TICKS = 40, /* that a lock is waited for */
};

/* The folder that this program's file is in. */
static int
own_folder(char **out, struct fx_err *err)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (n == -1)
		return fx_fail_sys(err, 0, "this program's own folder");
	path[n] = '\0';
	if ((slash = strrchr(path, '/')) != NULL)
		*slash = '\0';
	if ((*out = strdup(path)) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	return 0;
}

/* The folder of a batch, absolute, from its name or that of its plan. */
static int
folder_of(const char *path, char **out, struct fx_err *err)
{
	struct stat st;
	char *slash;

	if ((*out = realpath(path, NULL)) == NULL)
		return fx_fail_sys(err, 0, "%s", path);
	if (stat(*out, &st) == 0 && S_ISREG(st.st_mode) &&
	    (slash = strrchr(*out, '/')) != NULL)
		*slash = '\0';
	return 0;
}

int
batch_open(struct batch *b, const char *path, struct fx_err *err)
{
	struct fx_buf text = { 0 };
	struct fx_err why;
	char *dir = NULL, *plan;
	int rc;

	if (folder_of(path, &dir, err) == -1)
		return -1;
	b->dir = dir;
	b->units = place_path(dir, "units");
	plan = place_path(dir, "plan");
	rc = b->bin != NULL ? 0 : own_folder(&b->bin, err);
	if (rc == 0)
		rc = place_read(&text, plan, PLAN_LEN, err);
	if (rc == 0 &&
	    plan_read(&b->plan, fx_buf_text(&text), text.len, &why) == -1)
		rc = fx_fail(err, why.code, why.off, "%s: %s", plan, why.msg);
	free(plan);
	fx_buf_done(&text);
	return rc;
}

int
batch_ready(struct batch *b, struct fx_err *err)
{
	static const char *const tools[] = { "fxscan", "fxrecord" };
	struct fx_key *key = fx_key_load(b->key, err);
	int rc = key != NULL ? 0 : -1;
	char *path;
	size_t i;

	fx_key_free(key);
	if (rc == 0 && b->bin == NULL)
		rc = own_folder(&b->bin, err);
	for (i = 0; i < FX_LEN(tools) && rc == 0; i++) {
		path = batch_tool(b, tools[i]);
		if (access(path, X_OK) == -1)
			rc = fx_fail_sys(err, 0, "%s", path);
		free(path);
	}
	return rc;
}

void
batch_close(struct batch *b)
{
	free(b->dir);
	free(b->units);
	free(b->bin);
	plan_done(&b->plan);
	*b = (struct batch){ 0 };
}

/* Lock it.  Workers of one that was just killed may take a moment to go. */
static int
lock_soon(int fd)
{
	const struct timespec tick = { 0, TICK_MS * 1000000L };
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int i, rc;

	for (i = 0; (rc = fcntl(fd, F_OFD_SETLK, &lock)) == -1 &&
	     (errno == EAGAIN || errno == EACCES) && i < TICKS;
	     i++)
		nanosleep(&tick, NULL);
	return rc;
}

int
batch_lock(const struct batch *b, struct fx_err *err)
{
	char *path = place_path(b->dir, "units/lock");
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644), rc = 0;

	/* Held as long as this process and its workers are. */
	if (fd == -1)
		rc = fx_fail_sys(err, 0, "%s", path);
	else if (lock_soon(fd) == -1)
		rc = errno == EAGAIN || errno == EACCES
		    ? fx_fail(err, FX_EIO, 0,
			  "another fxbatch is at work in this folder")
		    : fx_fail_sys(err, 0, "%s", path);
	free(path);
	if (rc == -1 && fd != -1)
		close(fd);
	return rc == -1 ? -1 : fd;
}

char *
batch_tool(const struct batch *b, const char *name)
{
	return place_path(b->bin, "%s", name);
}

const struct plan_image *
batch_image(const struct batch *b, size_t unit)
{
	return &b->plan.image[b->plan.unit[unit - 1].image];
}
