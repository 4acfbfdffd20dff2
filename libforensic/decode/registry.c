/* registry.c - the set of decoders, from list.def */
#include <string.h>

#include "decoders.h"

const struct fx_decoder *const fx_decoders[] = {
#define DECODER(name) &decode_##name,
#include "list.def"
#undef DECODER
	NULL
};

const struct fx_decoder *const fx_holders[] = { &hold_tar, &hold_zip, NULL };

const struct fx_decoder *
fx_decoder_find(const char *name, size_t n)
{
	size_t i;

	for (i = 0; fx_decoders[i] != NULL; i++)
		if (strlen(fx_decoders[i]->name) == n &&
		    memcmp(fx_decoders[i]->name, name, n) == 0)
			return fx_decoders[i];
	return NULL;
}
