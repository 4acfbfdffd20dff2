/* err.c - fill struct fx_err */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "forensic/err.h"

static void __attribute__((format(printf, 2, 0)))
say(struct fx_err *err, const char *fmt, va_list ap)
{
	char *p;

	vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	/* The words may quote an operand: a message stays one safe line. */
	for (p = err->msg; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
}

int
fx_fail(struct fx_err *err, enum fx_code code, uint64_t off, const char *fmt,
    ...)
{
	va_list ap;

	err->code = code;
	err->sys = 0;
	err->off = off;
	va_start(ap, fmt);
	say(err, fmt, ap);
	va_end(ap);
	return -1;
}

int
fx_fail_sys(struct fx_err *err, uint64_t off, const char *fmt, ...)
{
	int saved = errno;
	char why[96];
	size_t len;
	va_list ap;

	err->code = FX_EIO;
	err->sys = saved;
	err->off = off;
	va_start(ap, fmt);
	say(err, fmt, ap);
	va_end(ap);
	len = strlen(err->msg);
	/* GNU strerror_r: safe in threads, may not use the buffer. */
	snprintf(err->msg + len, sizeof(err->msg) - len, ": %s",
	    strerror_r(saved, why, sizeof(why)));
	return -1;
}
