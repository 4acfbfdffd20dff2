/* stealer.c - look up keys, families and banners */
#include "stealer.h"

#include <string.h>

#include "forensic/bytes.h"

enum key {
#define KEY(name, text, field) KEY_##name,
#include "stealer.def"
#undef KEY
	KEYS
};
_Static_assert((int)KEYS < (int)STEALER_KEYS, "keys have bits of two words");

static const struct {
	const char *text;
	enum stealer_field field;
} keys_known[] = {
#define KEY(name, text, field) { text, STEALER_##field },
#include "stealer.def"
#undef KEY
};

enum { KEY_NONE = STEALER_KEYS - 1, ALL_MOST = 3 };

static const struct {
	const char *names;
	uint8_t all[ALL_MOST], not ;
} families[] = {
#define ALL2(a, b)                        \
	{                                 \
		KEY_##a, KEY_##b, KEY_##b \
	}
#define ALL3(a, b, c)                     \
	{                                 \
		KEY_##a, KEY_##b, KEY_##c \
	}
#define FAMILY(names, all, not ) { names, all, KEY_##not },
#include "stealer.def"
#undef FAMILY
};

static const struct {
	const char *family, *text;
	size_t n;
} banners[] = {
#define BANNER(family, text) { family, text, sizeof(text) - 1 },
#include "stealer.def"
#undef BANNER
};

static const uint8_t firsts[] = {
#define FIRST(name) KEY_##name,
#include "stealer.def"
#undef FIRST
};

int
stealer_key(const struct fx_window *w, struct span key,
    enum stealer_field *field)
{
	int i;

	for (i = 0; i < KEYS; i++)
		if (span_is(w, key, keys_known[i].text, false)) {
			*field = keys_known[i].field;
			return i;
		}
	*field = STEALER_NONE;
	return -1;
}

void
stealer_see(struct stealer_keys *keys, int row)
{
	keys->bits[row / 64] |= (uint64_t)1 << row % 64;
}

static bool
has(const struct stealer_keys *keys, uint8_t row)
{
	return (keys->bits[row / 64] >> row % 64 & 1) != 0;
}

const char *
stealer_family(const struct stealer_keys *keys)
{
	size_t i, k;

	for (i = 0; i < FX_LEN(families); i++) {
		for (k = 0; k < ALL_MOST && has(keys, families[i].all[k]); k++)
			;
		if (k == ALL_MOST && !has(keys, families[i].not ))
			return families[i].names;
	}
	return NULL;
}

/* The banner that begins there, or NULL. */
static const char *
banner_at(const struct fx_window *w, size_t i, size_t to)
{
	struct span s;
	size_t k;

	for (k = 0; k < FX_LEN(banners); k++) {
		if ((w->p[i] | 0x20) != (banners[k].text[0] | 0x20))
			continue;
		s = (struct span){ i, i + banners[k].n };
		if (s.to <= to && span_is(w, s, banners[k].text, true))
			return banners[k].family;
	}
	return NULL;
}

const char *
stealer_named(const struct fx_window *w, struct span s)
{
	static const char begins[] = "lsrvapdLSRVAPD@(";
	const char *found = NULL, *name;
	size_t i;

	for (i = s.from; i < s.to; i++) {
		if (w->p[i] == 0 || strchr(begins, w->p[i]) == NULL)
			continue;
		name = banner_at(w, i, s.to);
		if (name == NULL || (found != NULL && strcmp(name, found) == 0))
			continue;
		if (found != NULL)
			return NULL; /* two of them: neither is certain */
		found = name;
	}
	return found;
}

bool
stealer_anchor(const struct fx_window *w, struct span key)
{
	size_t i;

	for (i = 0; i < FX_LEN(firsts); i++)
		if (span_is(w, key, keys_known[firsts[i]].text, false))
			return true;
	return false;
}
