/* base_err.c - errors: codes, words that stay one safe line */
#include <errno.h>

#include "forensic/bytes.h"
#include "forensic/err.h"
#include "forensic/utf8.h"
#include "tap.h"

static const struct {
	const char *what, *said, *msg;
} lines[] = {
	{ "plain", "bad table", "bad table" },
	{ "nothing", "", "" },
	{ "letters of any alphabet",
	    "\xc3\xa9\xd0\x96\xe2\x82\xac\xf0\x9f\x82\xa1",
	    "\xc3\xa9\xd0\x96\xe2\x82\xac\xf0\x9f\x82\xa1" },
	{ "a newline", "a\nb", "a?b" },
	{ "an escape sequence", "\x1b[2J", "?[2J" },
	{ "delete", "a\x7f", "a?" },
	{ "CSI of C1 (ECMA-48)",
	    "\xc2\x9b"
	    "2J",
	    "??2J" },
	{ "the last of C1", "\xc2\x9f", "??" },
	{ "the letter after C1", "\xc2\xa0", "\xc2\xa0" },
	{ "not UTF-8", "a\xff\x80z", "a??z" },
	{ "cut short", "a\xe2\x82", "a??" },
	{ "a dash near them stands", "\xe2\x80\x94", "\xe2\x80\x94" },
};

static void
line(size_t i)
{
	struct fx_err err;

	is_int(fx_fail(&err, FX_EFORMAT, 77, "%s", lines[i].said), -1, "%s: -1",
	    lines[i].what);
	is_str(err.msg, lines[i].msg, "%s: words", lines[i].what);
	is_int(err.code, FX_EFORMAT, "%s: code", lines[i].what);
	is_int(err.off, 77, "%s: offset", lines[i].what);
	is_int(err.sys, 0, "%s: no errno", lines[i].what);
}

/* Characters that turn or break a line; made here, for a source that held them
 * would itself be misread. */
static void
turns(void)
{
	static const struct {
		uint32_t cp;
		bool acts;
	} marks[] = {
		{ 0x2027, false },
		{ 0x2028, true },
		{ 0x2029, true },
		{ 0x202a, true },
		{ 0x202e, true },
		{ 0x202f, false },
		{ 0x2065, false },
		{ 0x2066, true },
		{ 0x2069, true },
		{ 0x206a, false },
	};
	char said[8], want[8];
	struct fx_err err;
	size_t i, n;

	for (i = 0; i < FX_LEN(marks); i++) {
		n = fx_utf8_encode(said, marks[i].cp);
		memset(want, '?', n);
		if (!marks[i].acts)
			memcpy(want, said, n);
		said[n] = want[n] = '\0';
		fx_fail(&err, FX_EARG, 0, "%s", said);
		is_str(err.msg, want, "U+%04X", (unsigned int)marks[i].cp);
	}
}

static void
sys(void)
{
	struct fx_err err;

	errno = ENOENT;
	is_int(fx_fail_sys(&err, 5, "open %s", "x\ny"), -1, "sys: -1");
	is_str(err.msg, "open x?y: No such file or directory", "sys: words");
	is_int(err.code, FX_EIO, "sys: code");
	is_int(err.sys, ENOENT, "sys: errno");
	is_int(err.off, 5, "sys: offset");
	errno = 12345;
	fx_fail_sys(&err, 0, "x");
	is_str(err.msg, "x: Unknown error 12345", "an errno without a name");
}

/* Words that do not fit are cut, and the reason at the end is not lost. */
static void
cut(void)
{
	struct fx_err err;
	char name[400], *end;

	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	fx_fail(&err, FX_EARG, 0, "%s", name);
	is_int(strlen(err.msg), sizeof(err.msg) - 1, "long words are cut");
	errno = EACCES;
	fx_fail_sys(&err, 0, "%s", name);
	end = strstr(err.msg, ": Permission denied");
	ok(end != NULL && strlen(end) == 19, "a long name, and yet why");
	/* A character of two bytes across the cut is not left in half. */
	memset(name, '\xc3', sizeof(name) - 1);
	for (size_t i = 1; i < sizeof(name) - 1; i += 2)
		name[i] = '\xa9';
	fx_fail(&err, FX_EARG, 0, "%s", name);
	is_int(err.msg[sizeof(err.msg) - 2], '?',
	    "half a character is no text");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(lines); i++)
		line(i);
	turns();
	sys();
	cut();
	return done();
}
