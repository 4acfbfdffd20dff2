/* lock.c - one writer at a time on a case file, for as long as its run takes */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "store_internal.h"

/*
 * A lock of the open file, at a byte no file reaches: SQLite's locks are of the
 * process, lie below 2^31, and neither gets in the other's way.  It ends with
 * the process, however that ends.
 */
static const off_t lock_at = (off_t)1 << 62;

enum { TRY_MS = 50 };

static int
try(int fd, bool exclusive)
{
	struct flock lock = {
		.l_type = exclusive ? F_WRLCK : F_RDLCK,
		.l_whence = SEEK_SET,
		.l_start = lock_at,
		.l_len = 1,
	};

	return fcntl(fd, F_OFD_SETLK, &lock);
}

/*
 * Open the case past the standard descriptors: where one of these is closed,
 * words to people would be written into the evidence.
 */
static int
open_past_standard(const char *path, int flags)
{
	int fd = open(path, flags), past, saved;

	if (fd == -1 || fd > STDERR_FILENO)
		return fd;
	past = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	saved = errno;
	close(fd);
	errno = saved;
	return past;
}

/* Nobody has the right to write: fxrecord --close takes it away.  Root is not
 * held up by that, and would give the case a second history. */
static bool
is_closed(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && (st.st_mode & 0222) == 0;
}

int
lock_take(const char *path, bool exclusive, const struct fx_store_options *wait,
    struct fx_err *err)
{
	const struct timespec pause = { .tv_nsec = TRY_MS * 1000000L };
	int64_t tries = wait != NULL ? (int64_t)wait->wait * 1000 / TRY_MS : 0;
	int fd;

	fd = open_past_standard(path,
	    (exclusive ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOCTTY |
		O_NONBLOCK);
	if (fd == -1 && errno == EISDIR)
		return fx_fail(err, FX_EFORMAT, 0, "is a directory");
	if (fd == -1)
		return fx_fail_sys(err, 0, "cannot be opened");
	if (exclusive && is_closed(fd)) {
		fx_fail(err, FX_EARG, 0,
		    "it is a closed copy, which nobody may write to");
		goto fail;
	}
	while (try(fd, exclusive) == -1) {
		if (errno != EAGAIN && errno != EACCES) {
			fx_fail_sys(err, 0, "cannot be locked");
			goto fail;
		}
		if (tries-- <= 0 || (wait->stop != NULL && *wait->stop != 0)) {
			fx_fail(err, FX_EIO, 0, "another fxrecord is writing");
			err->sys = EAGAIN;
			goto fail;
		}
		nanosleep(&pause, NULL);
	}
	return fd;
fail:
	close(fd);
	return -1;
}
