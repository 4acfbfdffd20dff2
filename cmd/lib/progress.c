/* progress.c - how far a scan is: a line on a terminal, or JSON, on stderr */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "forensic/json.h"
#include "forensic/sys.h"
#include "progress.h"
#include "term.h"

enum {
	SECOND = 1000 * 1000, /* microseconds */
	REDRAW = SECOND / 5,
	NAME_COLUMNS = 24,
};

int
progress_find(const char *name, enum progress_mode *mode)
{
	static const char *const names[] = { "auto", "none", "json" };
	int i;

	for (i = 0; i <= PROGRESS_JSON; i++)
		if (strcmp(name, names[i]) == 0) {
			*mode = (enum progress_mode)i;
			return 0;
		}
	return -1;
}

void
progress_start(struct progress *p, enum progress_mode mode, const char *name)
{
	*p = (struct progress){ .mode = mode, .name = name };
	if (mode == PROGRESS_AUTO && !isatty(STDERR_FILENO))
		p->mode = PROGRESS_NONE;
	p->began = fx_time_up();
	p->drawn = p->began;
}

/* Bytes a second since the start. */
static uint64_t
rate(const struct progress *p)
{
	int64_t us = fx_time_up() - p->began;

	if (us <= 0)
		return 0;
	return (uint64_t)((double)p->last.bytes * SECOND / (double)us);
}

static void
put_left(struct fx_buf *line, uint64_t left, uint64_t per_second)
{
	uint64_t s;

	if (per_second == 0)
		return;
	s = left / per_second;
	if (s < 3600)
		fx_buf_printf(line, "  %" PRIu64 ":%02u left", s / 60,
		    (unsigned int)(s % 60));
	else
		fx_buf_printf(line, "  %" PRIu64 ":%02u:%02u left", s / 3600,
		    (unsigned int)(s / 60 % 60), (unsigned int)(s % 60));
}

static void
put_count(struct fx_buf *line, uint64_t n, const char *one, const char *many)
{
	fx_buf_printf(line, "  %" PRIu64 " %s", n, n == 1 ? one : many);
}

/* All but the name, in ASCII. */
static void
put_state(struct fx_buf *line, const struct progress *p)
{
	const struct fx_scan_progress *now = &p->last;
	char size[TERM_SIZE_LEN];
	uint64_t per_second = rate(p);

	if (now->size > 0)
		fx_buf_printf(line, "  %3u%%",
		    (unsigned int)((double)now->bytes * 100 /
			(double)now->size));
	term_size(size, now->bytes);
	fx_buf_printf(line, "  %s", size);
	if (now->size > 0) {
		term_size(size, now->size);
		fx_buf_printf(line, " of %s", size);
	}
	term_size(size, per_second);
	fx_buf_printf(line, "  %s/s", size);
	if (now->size > now->bytes)
		put_left(line, now->size - now->bytes, per_second);
	put_count(line, now->hits, "hit", "hits");
	if (now->gaps > 0)
		put_count(line, now->gaps, "unreadable range",
		    "unreadable ranges");
}

static void
draw(struct progress *p)
{
	unsigned int width = term_width(STDERR_FILENO);
	struct fx_buf state = { 0 }, name = { 0 };
	size_t n;

	put_state(&state, p);
	n = term_name(&name, p->name, strlen(p->name), NAME_COLUMNS);
	/* A line that wraps could not be taken away again. */
	if (width > NAME_COLUMNS && n + state.len >= width)
		state.len = width - 1 - n;
	fprintf(stderr, "\r%s%.*s\033[K", fx_buf_text(&name), (int)state.len,
	    fx_buf_text(&state));
	fflush(stderr);
	p->shown = true;
	fx_buf_done(&state);
	fx_buf_done(&name);
}

void
progress_map(struct progress *p, const struct fx_map_progress *now)
{
	struct fx_buf name = { 0 };
	int64_t time = fx_time_up();

	if (p->mode != PROGRESS_AUTO || time - p->drawn < REDRAW)
		return;
	p->drawn = time;
	term_name(&name, p->name, strlen(p->name), NAME_COLUMNS);
	fprintf(stderr,
	    "\r%s  volume %u: %" PRIu64 " names, %" PRIu64 " files\033[K",
	    fx_buf_text(&name), now->volume, now->names, now->files);
	fflush(stderr);
	p->shown = true;
	fx_buf_done(&name);
}

static void
put_json(const struct progress *p)
{
	struct fx_buf line = { 0 };
	struct fx_json j = { .out = &line };

	fx_json_open(&j, '{');
	fx_json_kstr(&j, "type", "progress");
	fx_json_key(&j, "path");
	fx_json_bytes(&j, p->name, strlen(p->name));
	fx_json_kint(&j, "bytes", (int64_t)p->last.bytes);
	if (p->last.size > 0)
		fx_json_kint(&j, "size", (int64_t)p->last.size);
	fx_json_kint(&j, "rate", (int64_t)rate(p));
	fx_json_kint(&j, "hits", (int64_t)p->last.hits);
	fx_json_kint(&j, "errors", (int64_t)p->last.gaps);
	fx_json_close(&j, '}');
	fx_buf_byte(&line, '\n');
	if (fwrite(line.p, 1, line.len, stderr) == line.len)
		fflush(stderr);
	fx_buf_done(&line);
}

void
progress_tell(struct progress *p, const struct fx_scan_progress *now)
{
	int64_t up;

	p->last = *now;
	if (p->mode == PROGRESS_NONE)
		return;
	up = fx_time_up();
	if (up - p->drawn < (p->mode == PROGRESS_JSON ? SECOND : REDRAW))
		return;
	p->drawn = up;
	if (p->mode == PROGRESS_JSON)
		put_json(p);
	else
		draw(p);
}

void
progress_hide(struct progress *p)
{
	if (!p->shown)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	p->shown = false;
}

void
progress_end(struct progress *p)
{
	progress_hide(p);
	if (p->mode == PROGRESS_JSON)
		put_json(p);
	p->mode = PROGRESS_NONE;
}
