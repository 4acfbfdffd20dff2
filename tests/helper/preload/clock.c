/*
 * clock.c - a wall clock that somebody sets, by LD_PRELOAD
 *
 *	CLOCK=FILE
 *
 * The time of day is wrong by the seconds that FILE tells at that moment; the
 * machine's own clocks, which nobody sets, are right.  Tests build it with cc
 * -shared.
 */
#include <sys/syscall.h>

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Seconds in the file; 0 if there is none. */
static long
wrong_by(void)
{
	const char *file = getenv("CLOCK");
	char text[32];
	ssize_t n;
	int fd;

	if (file == NULL || (fd = open(file, O_RDONLY | O_CLOEXEC)) == -1)
		return 0;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	return strtol(text, NULL, 10);
}

/* What programs find under the name of libc's. */
int wrong_clock(clockid_t id, struct timespec *ts) __asm__("clock_gettime");

int
wrong_clock(clockid_t id, struct timespec *ts)
{
	if (syscall(SYS_clock_gettime, id, ts) == -1)
		return -1;
	if (id == CLOCK_REALTIME)
		ts->tv_sec += wrong_by();
	return 0;
}
