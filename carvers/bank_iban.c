/* bank_iban.c - International Bank Account Numbers (ISO 13616-1) */
#include <ctype.h>
#include <string.h>

#include "bank.h"
#include "carvers.h"
#include "near.h"
#include "score.h"

/* Enough digits that codes of letters and digits are not taken for it. */
static bool
strong(const struct iban *iban)
{
	size_t digits = 0, i;

	for (i = 8; i < iban->n; i++)
		digits += isdigit((unsigned char)iban->text[i]) != 0;
	return 4 * digits >= 3 * (iban->n - 8);
}

static void
tell(const struct iban *iban, struct fx_hit *hit)
{
	const struct fx_scheme *s = fx_scheme_find(fx_schemes, "iban");
	const char *national;
	struct fx_checked c;

	fx_scheme_check(s, iban->text, iban->n, &c);
	fx_hit_attr(hit, "country", fx_checked_part(&c, "country"));
	if (iban->row == NULL) {
		fx_hit_why(hit, BITS_IBAN_ODD, "unregistered");
		return;
	}
	fx_hit_why(hit, strong(iban) ? BITS_IBAN_FORM : BITS_IBAN_FORM_WEAK,
	    "form:%s", iban->row->cc);
	fx_hit_attr(hit, "bank", fx_checked_part(&c, "bank"));
	if (fx_checked_part(&c, "branch") != NULL)
		fx_hit_attr(hit, "branch", fx_checked_part(&c, "branch"));
	if ((national = fx_checked_part(&c, "national")) == NULL)
		return;
	fx_hit_attr(hit, "national", national);
	if (strcmp(national, "ok") == 0)
		fx_hit_why(hit, BITS_NATIONAL, "national");
	else
		fx_hit_why(hit, BITS_NATIONAL_BAD, "national-bad");
}

static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	struct iban iban;

	if (!iban_read(w, at, &iban) || !iban.pass)
		return false;
	memset(hit, 0, sizeof *hit);
	hit->at = iban.at;
	hit->len = iban.len;
	hit->shape = 1;
	memcpy(hit->value, iban.text, iban.n + 1);
	fx_hit_why(hit, BITS_IBAN, "mod97");
	tell(&iban, hit);
	if (iban.grouped)
		fx_hit_why(hit, iban.fours ? BITS_IBAN_GROUP : 0, "group:%s",
		    iban.fours ? "4s" : "odd");
	if (iban.lower)
		fx_hit_why(hit, BITS_IBAN_LOWER, "lower-case");
	return true;
}

static void
fields(const struct fx_window *w, struct fx_hit *hit)
{
	bank_words(w, hit,
	    BANK_WORD(WORD_IBAN) | BANK_WORD(WORD_ACCOUNT) |
		BANK_WORD(WORD_BIC),
	    NULL);
	if (iban_test(hit->value)) {
		fx_hit_why(hit, BITS_TEST, "test-number");
		fx_hit_attr(hit, "test", "example");
	}
}

static void
shape_at(const struct fx_window *w, size_t at, struct fx_shape *shape)
{
	struct iban iban;
	size_t i;

	memset(shape, 0, sizeof *shape);
	if (!iban_read(w, at, &iban) || iban.row == NULL)
		return;
	shape->shape = 1;
	for (i = 0; i < iban.n; i++) /* FNV-1a: equal for equal ones */
		shape->value = (shape->value ^ (uint8_t)iban.text[i]) *
		    UINT64_C(1099511628211);
	shape->pass = iban.pass;
}

static void
weigh(const struct fx_near *near, struct fx_hit *hit)
{
	near_weigh(near, "list", hit);
}

static void
mask(const char *value, char *out, size_t cap)
{
	size_t n = strlen(value), i;

	for (i = 0; i < n && fx_check_value(value[i]) != -1; i++)
		;
	if (i < n || n < FX_IBAN_LEAST || n > FX_IBAN_MOST || n >= cap) {
		fx_mask(NULL, value, out);
		return;
	}
	bank_mask_iban(value, n, out);
}

const struct fx_carver carver_bank_iban = {
	.name = "bank.iban",
	.about = "International Bank Account Numbers (ISO 13616-1)",
	.group = "bank",
	.version = 4,
	.reach = IBAN_REACH + 4,
	.covers = true, /* the domestic number inside is part of it */
	.anchors = { { .kind = FX_ANCHOR_SHAPE,
	    .text = "AA00",
	    .flags = FX_ANCHOR_FOLD } },
	.probe = probe,
	.fields = fields,
	.shape_at = shape_at,
	.weigh = weigh,
	.mask = mask,
	.attrs = {
		{ "country", FX_PUBLIC, false },
		{ "bank", FX_PRIVATE, false },
		{ "national", FX_PUBLIC, false },
		{ "test", FX_PUBLIC, false },
		{ "branch", FX_PRIVATE, false },
	},
};
