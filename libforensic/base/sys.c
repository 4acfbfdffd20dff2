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

/* v as n digits. */
static void
put_digits(char *out, unsigned int v, size_t n)
{
	while (n-- > 0) {
		out[n] = (char)('0' + v % 10);
		v /= 10;
	}
}

/* It is asked for by the million, with each record: hence no strftime. */
void
fx_time_now(char out[FX_TIME_LEN + 1])
{
	static const char form[] = "0000-00-00T00:00:00.000000Z";
	struct timespec ts;
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &ts);
	gmtime_r(&ts.tv_sec, &tm);
	memcpy(out, form, sizeof(form));
	put_digits(out, (unsigned int)(tm.tm_year + 1900), 4);
	put_digits(out + 5, (unsigned int)tm.tm_mon + 1, 2);
	put_digits(out + 8, (unsigned int)tm.tm_mday, 2);
	put_digits(out + 11, (unsigned int)tm.tm_hour, 2);
	put_digits(out + 14, (unsigned int)tm.tm_min, 2);
	put_digits(out + 17, (unsigned int)tm.tm_sec, 2);
	put_digits(out + 20, (unsigned int)(ts.tv_nsec / 1000) % MICRO, 6);
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

/* Days of a month, from 1; the Gregorian calendar holds from the year 0 on. */
static int
month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* Days from 1970-01-01 to that day.  Years are counted from March on. */
static int64_t
day_number(int year, int month, int day)
{
	const int64_t y = year - (month <= 2 ? 1 : 0) + 400; /* not below 0 */
	const int64_t in_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

	return 365 * y + y / 4 - y / 100 + y / 400 + in_year - 719468 - 146097;
}

int
fx_time_parse(const char *s, int64_t *us)
{
	static const char form[] = "0000-00-00T00:00:00.000000Z";
	int year, month, day, hour, min, sec;
	size_t i;

	if (strlen(s) != FX_TIME_LEN)
		return -1;
	for (i = 0; i < FX_TIME_LEN; i++)
		if (form[i] == '0' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
			return -1;
	year = digits(s, 4);
	month = digits(s + 5, 2);
	day = digits(s + 8, 2);
	hour = digits(s + 11, 2);
	min = digits(s + 14, 2);
	sec = digits(s + 17, 2);
	if (month < 1 || month > 12 || day < 1 ||
	    day > month_days(year, month) || hour > 23 || min > 59 || sec > 59)
		return -1;
	if (us != NULL)
		*us = (((day_number(year, month, day) * 24 + hour) * 60 + min) *
			      60 +
			  sec) *
			MICRO +
		    digits(s + 20, 6);
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

int
fx_chance_take(struct fx_chance *c, void *out, size_t n, struct fx_err *err)
{
	if (n > sizeof(c->p))
		return fx_random(out, n, err);
	if (n > c->left) {
		c->left = 0;
		if (fx_random(c->p, sizeof(c->p), err) == -1)
			return -1;
		c->left = sizeof(c->p);
	}
	c->left -= n;
	memcpy(out, c->p + c->left, n);
	explicit_bzero(c->p + c->left, n);
	return 0;
}

void
fx_chance_done(struct fx_chance *c)
{
	explicit_bzero(c, sizeof(*c));
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
