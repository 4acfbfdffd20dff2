/* bban.c - domestic account numbers as the IBANs of their country hold them */
#include "internal.h"

enum fx_answer
fx_take_bban(struct fx_checked *out, const char *text, size_t n,
    const struct fx_bban *b)
{
	enum fx_answer got = fx_take(out, text, n, b->skip);
	size_t i;

	if (got != FX_VALID)
		return got;
	for (i = 0; i < out->n; i++)
		if (fx_check_value(out->value[i]) == -1)
			return FX_BAD_FORMAT;
	if (out->n != fx_form_len(b->form))
		return FX_BAD_LENGTH;
	if (!fx_form_ok(b->form, out->value, out->n))
		return FX_BAD_FORMAT;
	if (b->bank > 0)
		fx_tell(out, "bank", out->value, b->bank);
	return b->check(out->value);
}
