/* place.c - the folder of a batch, where a name appears once and whole */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "forensic/bytes.h"
#include "forensic/sys.h"
#include "forensic/write.h"
#include "place.h"

char *
place_path(const char *dir, const char *fmt, ...)
{
	char *name = NULL, *path = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&name, fmt, ap) == -1)
		name = NULL;
	va_end(ap);
	if (name == NULL || asprintf(&path, "%s/%s", dir, name) == -1)
		cli_die(CLI_FAIL, "out of memory");
	free(name);
	return path;
}

int
place_sync(const char *dir, struct fx_err *err)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = -1;

	/* There are file systems that flush no folder, and need not. */
	if (fd != -1 && (fsync(fd) == 0 || errno == EINVAL))
		rc = 0;
	else
		fx_fail_sys(err, 0, "%s", dir);
	if (fd != -1)
		close(fd);
	return rc;
}

/* Why there is no such link: what to do about it, where that can be told. */
static int
no_link(const char *path, struct fx_err *err)
{
	if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
		return fx_fail_sys(err, 0, "%s", path);
	return fx_fail(err, FX_EIO, 0,
	    "%s: this file system makes no hard links, as FAT and exFAT do "
	    "not; a batch needs them: give it a folder on another one, and "
	    "copy what comes of it",
	    path);
}

int
place_publish(const char *dir, const char *name, const void *p, size_t n,
    struct fx_err *err)
{
	uint8_t random[8];
	char hex[2 * sizeof(random) + 1];
	char *temp, *path;
	int fd, rc = -1;

	if (fx_random(random, sizeof(random), err) == -1)
		return -1;
	fx_hex(hex, random, sizeof(random));
	temp = place_path(dir, ".%s", hex);
	path = place_path(dir, "%s", name);
	fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd == -1 || fx_write_all(fd, p, n) == -1 || fsync(fd) == -1) {
		fx_fail_sys(err, 0, "%s", path);
	} else if (link(temp, path) == 0) {
		rc = 1;
	} else {
		rc = errno == EEXIST ? 0 : no_link(path, err);
	}
	if (fd != -1) {
		close(fd);
		unlink(temp);
	}
	free(temp);
	free(path);
	return rc == 1 && place_sync(dir, err) == -1 ? -1 : rc;
}

int
place_move(const char *from, const char *to, struct fx_err *err)
{
	struct stat a, b;

	if (stat(from, &a) == -1) {
		if (errno != ENOENT)
			return fx_fail_sys(err, 0, "%s", from);
		if (stat(to, &b) == 0) /* an earlier call was done with it */
			return 1;
		return fx_fail_sys(err, 0, "%s", to);
	}
	if (link(from, to) == -1 && errno != EEXIST)
		return no_link(to, err);
	if (stat(to, &b) == -1)
		return fx_fail_sys(err, 0, "%s", to);
	if (a.st_dev != b.st_dev || a.st_ino != b.st_ino)
		return 0;
	if (unlink(from) == -1 && errno != ENOENT)
		return fx_fail_sys(err, 0, "%s", from);
	return 1;
}

int
place_read(struct fx_buf *out, const char *path, size_t most,
    struct fx_err *err)
{
	const size_t before = out->len;
	char piece[1 << 14];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 0;

	if (fd == -1)
		return fx_fail_sys(err, 0, "%s", path);
	while (out->len - before <= most &&
	    (n = read(fd, piece, sizeof(piece))) > 0)
		fx_buf_put(out, piece, (size_t)n);
	if (n == -1)
		fx_fail_sys(err, 0, "%s", path);
	close(fd);
	if (n == -1)
		return -1;
	if (out->len - before > most)
		return fx_fail(err, FX_ELIMIT, 0, "%s: longer than %zu bytes",
		    path, most);
	return fx_buf_check(out, err);
}

int
place_folder(const char *dir, struct fx_err *err)
{
	if (mkdir(dir, 0755) == 0 || errno == EEXIST)
		return 0;
	return fx_fail_sys(err, 0, "%s", dir);
}
