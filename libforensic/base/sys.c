/* sys.c - clocks, randomness, the machine's names, what its processor can do */
#include <sys/random.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "forensic/sys.h"

enum { MICRO = 1000000 };

void
fx_time_now(char out[FX_TIME_LEN + 1])
{
	struct timespec ts;
	struct tm tm;
	char day[20];

	clock_gettime(CLOCK_REALTIME, &ts);
	gmtime_r(&ts.tv_sec, &tm);
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(out, FX_TIME_LEN + 1, "%s.%06uZ", day,
	    (unsigned int)(ts.tv_nsec / 1000) % MICRO);
}

/* n digits at s as a number; -1 if one is none. */
static int
digits(const char *s, size_t n)
{
	int v = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

int
fx_time_parse(const char *s, int64_t *us)
{
	static const char form[] = "0000-00-00T00:00:00.000000Z";
	struct tm tm = { 0 }, again;
	time_t sec;
	size_t i;

	if (strlen(s) != FX_TIME_LEN)
		return -1;
	for (i = 0; i < FX_TIME_LEN; i++)
		if (form[i] == '0' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
			return -1;
	tm.tm_year = digits(s, 4) - 1900;
	tm.tm_mon = digits(s + 5, 2) - 1;
	tm.tm_mday = digits(s + 8, 2);
	tm.tm_hour = digits(s + 11, 2);
	tm.tm_min = digits(s + 14, 2);
	tm.tm_sec = digits(s + 17, 2);
	if (tm.tm_mon < 0 || tm.tm_mday == 0 || tm.tm_hour > 23 ||
	    tm.tm_min > 59 || tm.tm_sec > 59)
		return -1;
	again = tm;
	sec = timegm(&again); /* it would turn 30 February into March */
	if (again.tm_mday != tm.tm_mday || again.tm_mon != tm.tm_mon)
		return -1;
	if (us != NULL)
		*us = (int64_t)sec * MICRO + digits(s + 20, 6);
	return 0;
}

int64_t
fx_time_up(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * MICRO + ts.tv_nsec / 1000;
}

void
fx_boot_id(char out[FX_BOOT_LEN + 1])
{
	ssize_t n = -1;
	int fd;

	fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	if (fd != -1) {
		n = read(fd, out, FX_BOOT_LEN);
		close(fd);
	}
	out[n == FX_BOOT_LEN ? FX_BOOT_LEN : 0] = '\0';
}

int
fx_random(void *out, size_t n, struct fx_err *err)
{
	size_t done = 0;
	ssize_t got;

	while (done < n) {
		got = getrandom((char *)out + done, n - done, 0);
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return fx_fail_sys(err, 0, "getrandom");
		done += (size_t)got;
	}
	return 0;
}

enum fx_isa
fx_isa_most(void)
{
#ifdef __SSE2__
	if (__builtin_cpu_supports("avx512f") &&
	    __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512vbmi"))
		return FX_ISA_AVX512;
	return __builtin_cpu_supports("avx2") ? FX_ISA_AVX2 : FX_ISA_SSE2;
#else
	return FX_ISA_PORTABLE;
#endif
}

static enum fx_isa isa;

static void
choose_isa(void)
{
	static const char *const names[] = { "portable", "sse2", "avx2",
		"avx512" };
	const char *name = getenv("FX_ISA");
	unsigned int i;

	isa = fx_isa_most();
	for (i = 0; name != NULL && i < isa; i++)
		if (strcmp(name, names[i]) == 0)
			isa = (enum fx_isa)i;
}

enum fx_isa
fx_isa(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, choose_isa);
	return isa;
}
