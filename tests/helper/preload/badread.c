/*
 * badread.c - a disk with unreadable sectors, by LD_PRELOAD
 *
 *	BADREAD=FILE:FROM:TO
 *
 * Reads that touch bytes [FROM, TO) of FILE fail with EIO; those that begin
 * before them end there, as a disk's do.  Tests build it with cc -shared.
 */
#include <sys/stat.h>
#include <sys/types.h>

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef ssize_t pread_fn(int fd, void *buf, size_t n, off_t off);

/* The bad range, if fd is the file that has one. */
static bool
bad_range(int fd, uint64_t *from, uint64_t *to)
{
	const char *spec = getenv("BADREAD");
	struct stat want, have;
	char path[4096];
	char *colon;
	int saved = errno;
	bool bad = false;

	if (spec == NULL)
		return false;
	snprintf(path, sizeof path, "%s", spec);
	if ((colon = strchr(path, ':')) != NULL) {
		*colon = '\0';
		*from = strtoull(colon + 1, &colon, 10);
		*to = *colon == ':' ? strtoull(colon + 1, NULL, 10) : 0;
		bad = stat(path, &want) == 0 && fstat(fd, &have) == 0 &&
		    want.st_dev == have.st_dev && want.st_ino == have.st_ino;
	}
	errno = saved;
	return bad;
}

/* May n bytes at off be read?  Cuts n short before the bad range. */
static bool
allowed(int fd, size_t *n, off_t off)
{
	uint64_t from, to, at = (uint64_t)off;

	if (off < 0 || !bad_range(fd, &from, &to) || at >= to)
		return true;
	if (at < from) {
		if (*n > from - at)
			*n = (size_t)(from - at);
		return true;
	}
	errno = EIO;
	return false;
}

static ssize_t
do_pread(int fd, void *buf, size_t n, off_t off)
{
	static pread_fn *real;

	if (real == NULL) {
		void *sym = dlsym(RTLD_NEXT, "pread64");

		memcpy(&real, &sym, sizeof real);
	}
	return allowed(fd, &n, off) ? real(fd, buf, n, off) : -1;
}

ssize_t pread(int fd, void *buf, size_t nbytes, off_t offset);
ssize_t pread64(int fd, void *buf, size_t nbytes, off_t offset);
ssize_t __pread_chk(int fd, void *buf, size_t n, off_t off, size_t have);
ssize_t __pread64_chk(int fd, void *buf, size_t n, off_t off, size_t have);

ssize_t
pread(int fd, void *buf, size_t nbytes, off_t offset)
{
	return do_pread(fd, buf, nbytes, offset);
}

ssize_t
pread64(int fd, void *buf, size_t nbytes, off_t offset)
{
	return do_pread(fd, buf, nbytes, offset);
}

ssize_t
__pread_chk(int fd, void *buf, size_t n, off_t off, size_t have)
{
	(void)have;
	return do_pread(fd, buf, n, off);
}

ssize_t
__pread64_chk(int fd, void *buf, size_t n, off_t off, size_t have)
{
	(void)have;
	return do_pread(fd, buf, n, off);
}
