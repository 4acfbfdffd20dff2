/*
 * eio.c - for the tests: sectors of a file that cannot be read
 *
 * A library for LD_PRELOAD.  EIO_FILE is the end of a path; EIO_RANGES are
 * bytes of such a file, as "OFFSET+LENGTH,...": a read that touches one fails
 * with EIO, like that of a disk.  Built by the test that needs it: cc -shared
 * -fPIC -o eio.so eio.c
 */
#define _GNU_SOURCE
#include <sys/syscall.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
is_the_file(int fd)
{
	const char *want = getenv("EIO_FILE");
	char link[40], path[4096];
	ssize_t n;
	size_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	if (want == NULL || n <= 0)
		return 0;
	path[n] = '\0';
	len = strlen(want);
	return (size_t)n >= len && strcmp(path + n - len, want) == 0;
}

static int
fails(int fd, off_t off, size_t n)
{
	const char *p = getenv("EIO_RANGES");
	long long at, len;
	int used;

	for (; p != NULL && sscanf(p, "%lld+%lld%n", &at, &len, &used) == 2;
	     p += used + (p[used] == ','))
		if (off < at + len && off + (off_t)n > at && is_the_file(fd))
			return 1;
	return 0;
}

ssize_t
pread64(int fd, void *buf, size_t n, off_t off)
{
	if (fails(fd, off, n)) {
		errno = EIO;
		return -1;
	}
	return syscall(SYS_pread64, fd, buf, n, off);
}

ssize_t
pread(int fd, void *buf, size_t n, off_t off)
{
	return pread64(fd, buf, n, off);
}

ssize_t
read(int fd, void *buf, size_t n)
{
	off_t off = lseek(fd, 0, SEEK_CUR);

	if (off != -1 && fails(fd, off, n)) {
		errno = EIO;
		return -1;
	}
	return syscall(SYS_read, fd, buf, n);
}
