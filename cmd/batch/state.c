/* state.c - how far each unit of a batch is, by the names in its folder */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "place.h"
#include "state.h"

/* A number at *s, which moves behind it; 0: there is none. */
static uint64_t
number(const char **s)
{
	char *end;
	uint64_t n;

	if (**s < '1' || **s > '9')
		return 0;
	errno = 0;
	n = strtoull(*s, &end, 10);
	*s = end;
	return errno == 0 ? n : 0;
}

/* Take what a name tells: "7.done", "7.2.claim", "7.2.fail", "7.2.again". */
static void
take(struct unit *units, size_t n, const char *name)
{
	const uint64_t number_of = number(&name);
	struct unit *u;
	uint64_t k;

	if (number_of == 0 || number_of > n || *name != '.')
		return;
	u = &units[number_of - 1];
	if (strcmp(++name, "done") == 0) {
		u->state = UNIT_DONE;
		return;
	}
	k = number(&name);
	if (k == 0 || k > UINT32_MAX)
		return;
	if (strcmp(name, ".claim") == 0 && k > u->attempts)
		u->attempts = (uint32_t)k;
	else if (strcmp(name, ".fail") == 0 && k > u->failed)
		u->failed = (uint32_t)k;
	else if (strcmp(name, ".again") == 0 && k > u->again)
		u->again = (uint32_t)k;
}

static void
settle(struct unit *u)
{
	if (u->state != UNIT_DONE && u->failed > u->again)
		u->state = UNIT_FAILED;
}

struct unit *
state_read(const struct batch *b, struct fx_err *err)
{
	struct unit *units = calloc(b->plan.units, sizeof(*units));
	DIR *d = opendir(b->units);
	struct dirent *e;
	size_t i;

	if (units == NULL || d == NULL) {
		if (units == NULL)
			fx_fail(err, FX_ENOMEM, 0, "out of memory");
		else
			fx_fail_sys(err, 0, "%s", b->units);
		if (d != NULL)
			closedir(d);
		free(units);
		return NULL;
	}
	while ((e = readdir(d)) != NULL)
		take(units, b->plan.units, e->d_name);
	closedir(d);
	for (i = 0; i < b->plan.units; i++)
		settle(&units[i]);
	return units;
}

/* Is there units/NUMBER.tail? */
static bool
is_there(const struct batch *b, uint64_t unit, uint32_t attempt,
    const char *tail)
{
	char *path = attempt == 0
	    ? place_path(b->units, "%" PRIu64 ".%s", unit, tail)
	    : place_path(b->units, "%" PRIu64 ".%" PRIu32 ".%s", unit, attempt,
		  tail);
	const bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

void
state_look(const struct batch *b, uint64_t unit, struct unit *u)
{
	while (is_there(b, unit, u->attempts + 1, "claim"))
		u->attempts++;
	if (u->attempts > 0 && is_there(b, unit, u->attempts, "fail"))
		u->failed = u->attempts;
	u->state = is_there(b, unit, 0, "done") ? UNIT_DONE : UNIT_WAITING;
	settle(u);
}

bool
state_blocked(const struct batch *b, const struct unit *units, uint64_t unit)
{
	uint64_t before = batch_image(b, unit)->first;

	if (units[unit - 1].state != UNIT_WAITING ||
	    b->plan.unit[unit - 1].act != PLAN_JOIN)
		return false;
	while (before < unit && units[before - 1].state != UNIT_FAILED)
		before++;
	return before < unit;
}

bool
state_ready(const struct batch *b, const struct unit *units, uint64_t unit)
{
	const struct plan_image *i = batch_image(b, unit);
	uint64_t before;

	if (units[unit - 1].state != UNIT_WAITING)
		return false;
	if (b->plan.unit[unit - 1].act != PLAN_JOIN)
		return true;
	for (before = i->first; before < unit; before++)
		if (units[before - 1].state != UNIT_DONE)
			return false;
	return true;
}

int
state_result(const struct batch *b, uint64_t unit, const struct unit *u,
    struct result *out, struct fx_err *err)
{
	struct fx_buf text = { 0 };
	struct fx_err why;
	char *path;
	int rc;

	*out = (struct result){ 0 };
	path = u->state == UNIT_DONE
	    ? place_path(b->units, "%" PRIu64 ".done", unit)
	    : place_path(b->units, "%" PRIu64 ".%" PRIu32 ".fail", unit,
		  u->failed);
	rc = place_read(&text, path, PLACE_SMALL, err);
	if (rc == 0 &&
	    result_read(out, fx_buf_text(&text), text.len, unit, b->plan.sum,
		&why) == -1)
		rc = fx_fail(err, why.code, 0, "%s: %s", path, why.msg);
	free(path);
	fx_buf_done(&text);
	return rc;
}

int
state_again(const struct batch *b, uint64_t unit, struct unit *u,
    struct fx_err *err)
{
	char name[64];

	snprintf(name, sizeof(name), "%" PRIu64 ".%" PRIu32 ".again", unit,
	    u->failed);
	if (place_publish(b->units, name, "", 0, err) == -1)
		return -1;
	u->again = u->failed;
	u->state = UNIT_WAITING;
	return 0;
}
