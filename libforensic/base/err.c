/* err.c - fill struct fx_err */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "forensic/err.h"
#include "forensic/utf8.h"

static void __attribute__((format(printf, 2, 0)))
say(struct fx_err *err, const char *fmt, va_list ap)
{
	vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	/* The words may quote an operand: a message stays one safe line. */
	fx_utf8_safe(err->msg);
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
	char room[96];
	const char *why;
	size_t len, most;
	va_list ap;

	err->code = FX_EIO;
	err->sys = saved;
	err->off = off;
	va_start(ap, fmt);
	say(err, fmt, ap);
	va_end(ap);
	/* GNU strerror_r: safe in threads, may not use the room. */
	why = saved == EISDIR ? "is a directory"
			      : strerror_r(saved, room, sizeof(room));
	/* A long name is cut, so that the reason is not. */
	most = sizeof(err->msg) - sizeof(": ") - strnlen(why, sizeof(room));
	len = strnlen(err->msg, most);
	snprintf(err->msg + len, sizeof(err->msg) - len, ": %s", why);
	fx_utf8_safe(err->msg);
	return -1;
}
