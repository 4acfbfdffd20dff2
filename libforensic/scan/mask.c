/* mask.c - what of a value may be shown */
#include <string.h>

#include "forensic/carver.h"

void
fx_mask(const struct fx_carver *c, const char *value, char out[FX_VALUE_LEN])
{
	/* Always the same: how long a secret is, is part of it. */
	static const char hidden[] = "********";

	if (c != NULL && c->mask != NULL)
		c->mask(value, out, FX_VALUE_LEN);
	else
		memcpy(out, value[0] != '\0' ? hidden : "",
		    value[0] != '\0' ? sizeof(hidden) : 1);
}

bool
fx_mask_fits(const struct fx_carver *c, const char *value, size_t n,
    const char *mask)
{
	char want[FX_VALUE_LEN];

	if (n >= FX_VALUE_LEN || memchr(value, '\0', n) != NULL)
		return mask[strspn(mask, "*")] == '\0';
	fx_mask(c, value, want);
	return strcmp(want, mask) == 0;
}

void
fx_mask_digits(const char *digits, size_t n, char *out)
{
	enum { FIRST = 6, LAST = 4, HIDDEN = 6 };
	size_t shown = n > HIDDEN ? n - HIDDEN : 0;
	size_t last = shown < LAST ? shown : LAST;
	size_t first = shown - last < FIRST ? shown - last : FIRST;

	memcpy(out, digits, first);
	memset(out + first, '*', n - first - last);
	memcpy(out + n - last, digits + n - last, last);
	out[n] = '\0';
}
