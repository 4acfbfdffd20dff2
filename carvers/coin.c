/* coin.c - words about coins and wallets, near a finding */
#include "coin.h"

#include "text.h"

static const struct word *
best_of(const struct text *t, const struct word *best)
{
	const struct word *word;
	size_t i;

	for (i = 0; i < t->nfound; i++) {
		word = t->found[i].word;
		if (word->kind == WORD_COIN &&
		    (best == NULL || word->bits > best->bits))
			best = word;
	}
	return best;
}

void
coin_words(const struct fx_window *w, struct fx_hit *hit)
{
	const struct word *best;
	struct text t;

	text_read(&t, w,
	    hit->at > FX_REACH_FIELDS ? hit->at - FX_REACH_FIELDS : 0, hit->at);
	best = best_of(&t, NULL);
	text_read(&t, w, hit->at + hit->len, w->len);
	best = best_of(&t, best);
	if (best != NULL)
		fx_hit_why(hit, best->bits, "near:%s", best->text);
}
