/* decoding.c - one decoding in this process */
#include <string.h>

#include "forensic/decode.h"

int
fx_decoding_open(struct fx_decoding *d, const struct fx_decoder *decoder,
    const struct fx_source *src, uint64_t start, struct fx_err *err)
{
	*d = (struct fx_decoding){ .decoder = decoder,
		.start = start,
		.stale = UINT64_MAX };
	fx_in_init(&d->in, src);
	return decoder->open(d, err);
}

void
fx_decoding_close(struct fx_decoding *d)
{
	if (d->own != NULL)
		d->decoder->close(d);
	d->own = NULL;
	fx_in_done(&d->in);
}
