/* case.c - what is told of a case file: its head, its runs, its key */
#include <inttypes.h>
#include <string.h>

#include "case.h"
#include "cli.h"
#include "forensic/note.h"

void
case_warn_head(const char *path, const char *note)
{
	const char *end = strstr(note, "\n\n");
	struct fx_buf line = { 0 };
	const char *p;

	for (p = note; end != NULL && p < end; p++)
		fx_buf_byte(&line, *p == '\n' ? ' ' : *p);
	if (!line.failed)
		cli_warn("%s: head %s", path, fx_buf_text(&line));
	fx_buf_done(&line);
}

void
case_print(const char *note, const struct fx_pub *pub)
{
	char print[FX_FINGERPRINT_LEN + 1], origin[FX_ORIGIN_LEN + 1];
	struct fx_buf vkey = { 0 };

	snprintf(origin, sizeof(origin), "%.*s", (int)strcspn(note, "\n"),
	    note);
	if (fx_vkey_text(&vkey, origin, pub) == -1 ||
	    fx_pub_fingerprint(pub, print) == -1)
		cli_die(CLI_FAIL, "out of memory");
	cli_say("origin %s", origin);
	cli_say("key %s", vkey.p);
	cli_say("fingerprint %s", print);
	fx_buf_done(&vkey);
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

void
case_warn_run(const char *path, const struct fx_run_told *run)
{
	cli_warn("%s: run %" PRIu64 ", %s: %s: %" PRIu64 " finding%s, %" PRIu64
		 " error%s, %" PRIu64 " limit%s",
	    path, run->run, run->name, run->status, run->findings,
	    plural(run->findings), run->errors, plural(run->errors),
	    run->limits, plural(run->limits));
}
