/* result.c - what was measured: counts by detector, and what they must hold */
#include <inttypes.h>
#include <string.h>

#include "result.h"

struct result_kind *
result_of(struct result *res, const struct fx_carver *carver)
{
	size_t i;

	for (i = 0; i + 1 < res->n && res->kinds[i].carver != carver; i++)
		;
	return &res->kinds[i];
}

static struct result_kind *
named(struct result *res, const char *name)
{
	size_t i;

	for (i = 0; i < res->n; i++)
		if (strcmp(res->kinds[i].carver->name, name) == 0)
			return &res->kinds[i];
	return NULL;
}

static void
add(struct tally *t, const struct plant *p)
{
	t->planted++;
	t->found += p->found > 0;
}

void
result_count(struct result *res, const struct field *f)
{
	const struct plant *t;
	struct result_kind *k;

	for (t = f->plants; t < f->plants + f->n; t++) {
		if (t->kind == NULL || (k = named(res, t->kind->name)) == NULL)
			continue;
		k->measured = true;
		add(&k->cells[t->enc][t->pack], t);
		add(&k->places[t->place], t);
		if (t->enc == ENC_EBCDIC || t->enc == ENC_XOR)
			add(&k->other, t);
		else
			add(t->pack > 0 ? &k->packed : &k->text, t);
		k->wrong_label += t->wrong_label ||
		    (t->found == 0 && t->others > 0);
		k->wrong_offset += t->wrong_offset;
		k->judged += t->found > 0 && t->bytes != NULL;
		k->duplicates += t->found > 1 ? t->found - 1 : 0;
	}
}

uint64_t
result_false(const struct result *res)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < res->n; i++)
		sum += res->kinds[i].false_decoy;
	return sum;
}

static bool
share_holds(const struct result_kind *k, const struct tally *t, uint64_t least,
    const char *where, struct fx_buf *say)
{
	if (t->found * 100 >= t->planted * least)
		return true;
	fx_buf_printf(say,
	    "%s: %" PRIu64 " of %" PRIu64 " found %s, less than %" PRIu64
	    " %%\n",
	    k->carver->name, t->found, t->planted, where, least);
	return false;
}

bool
result_holds(const struct result *res, uint64_t look_alikes, struct fx_buf *say)
{
	uint64_t most = MOST_FALSE;
	bool good = true;
	size_t i;

	for (i = 0; i < res->n; i++) {
		const struct result_kind *k = &res->kinds[i];

		good &= share_holds(k, &k->text, LEAST_PLAIN, "as they lie",
		    say);
		good &= share_holds(k, &k->packed, LEAST_PACKED,
		    "in containers", say);
	}
	if (look_alikes > MOST_FALSE_OF)
		most = look_alikes / (MOST_FALSE_OF / MOST_FALSE);
	if (result_false(res) > most) {
		fx_buf_printf(say,
		    "%" PRIu64 " false findings, more than %" PRIu64 "\n",
		    result_false(res), most);
		good = false;
	}
	return good;
}
