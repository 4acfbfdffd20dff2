/* scheme.c - the set of schemes, from list.def, and how one is asked */
#include <string.h>

#include "forensic/scheme.h"

#define SCHEME(name) extern const struct fx_scheme fx_scheme_##name;
#include "list.def"
#undef SCHEME

const struct fx_scheme *const fx_schemes[] = {
#define SCHEME(name) &fx_scheme_##name,
#include "list.def"
#undef SCHEME
	NULL
};

const struct fx_scheme *
fx_scheme_find(const struct fx_scheme *const *set, const char *name)
{
	for (; *set != NULL; set++)
		if (strcmp((*set)->name, name) == 0)
			return *set;
	return NULL;
}

enum fx_answer
fx_scheme_check(const struct fx_scheme *s, const char *text, size_t n,
    struct fx_checked *out)
{
	out->n = out->nparts = 0;
	out->value[0] = '\0';
	out->tenths = s->tenths;
	return s->check(text, n, out);
}

const char *
fx_answer_text(enum fx_answer answer)
{
	static const char *const words[FX_ANSWERS] = {
		[FX_VALID] = "valid",
		[FX_BAD_CHECKSUM] = "checksum",
		[FX_BAD_LENGTH] = "length",
		[FX_BAD_FORMAT] = "format",
		[FX_BAD_COMPONENT] = "component",
		[FX_NOT_CHECKABLE] = "not checkable",
	};

	return words[answer];
}
