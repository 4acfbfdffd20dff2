/* select.c - which carvers run: -e and -x with names of carvers and groups */
#include <string.h>

#include "cli.h"
#include "forensic/buf.h"
#include "select.h"

static bool
is(const char *name, const char *p, size_t n)
{
	return strlen(name) == n && memcmp(name, p, n) == 0;
}

/* Is c meant: by its name, the end of it ("pan"), or its group? */
static bool
meant(const struct fx_carver *c, const char *p, size_t n)
{
	const char *dot = strrchr(c->name, '.');

	return is(c->name, p, n) || is(c->group, p, n) ||
	    (dot != NULL && is(dot + 1, p, n));
}

/* End the tool, and say what could have been named. */
static void __attribute__((noreturn))
unknown(const struct select *s, const char *p, size_t n)
{
	struct fx_buf known = { 0 };
	size_t i, k;

	for (i = 0; s->all[i] != NULL; i++)
		fx_buf_printf(&known, " %s", s->all[i]->name);
	fx_buf_str(&known, "; groups:");
	for (i = 0; s->all[i] != NULL; i++) {
		for (k = 0; k < i; k++)
			if (strcmp(s->all[i]->group, s->all[k]->group) == 0)
				break;
		if (k == i)
			fx_buf_printf(&known, " %s", s->all[i]->group);
	}
	cli_die(CLI_USAGE, "no carver or group '%.*s'; carvers:%s", (int)n, p,
	    fx_buf_text(&known));
}

void
select_names(struct select *s, const char *list, bool in)
{
	const char *p = list;
	size_t i, n;
	bool any;

	s->some = s->some || in;
	for (;; p++) {
		n = strcspn(p, ",");
		any = false;
		for (i = 0; s->all[i] != NULL; i++) {
			if (!meant(s->all[i], p, n))
				continue;
			any = true;
			if (in)
				s->in[i] = true;
			else
				s->out[i] = true;
		}
		if (!any)
			unknown(s, p, n);
		p += n;
		if (*p == '\0')
			return;
	}
}

/* Put c into its place among the first n of set. */
static void
insert(const struct fx_carver **set, size_t n, const struct fx_carver *c)
{
	for (; n > 0 && strcmp(set[n - 1]->name, c->name) > 0; n--)
		set[n] = set[n - 1];
	set[n] = c;
}

void
select_done(struct select *s)
{
	size_t i, n = 0;

	for (i = 0; s->all[i] != NULL; i++)
		if ((s->in[i] || !s->some) && !s->out[i])
			insert(s->set, n++, s->all[i]);
	if (n == 0)
		cli_die(CLI_USAGE, "no carver is left to run");
	for (i = 0; i < n; i++)
		s->names[i] = s->set[i]->name;
	s->set[n] = NULL;
	s->names[n] = NULL;
}
