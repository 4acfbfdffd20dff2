/* pdf_flate.c - FlateDecode, 7.4.4 */
#include <stdlib.h>
#include <zlib.h>

#include "pdf.h"

struct flate {
	struct pdf_stage s;
	z_stream z;
	bool ended, bad;
};

static ssize_t
read_flate(struct pdf_stage *s, uint8_t *out, size_t cap)
{
	struct flate *f = (struct flate *)s;
	size_t had;
	int rc;

	if (f->ended)
		return f->bad ? -1 : 0;
	f->z.next_out = out;
	f->z.avail_out = (uInt)cap;
	while (f->z.avail_out > 0 && !f->ended) {
		had = pdf_fill(s);
		f->z.next_in = s->in + s->at;
		f->z.avail_in = (uInt)had;
		rc = inflate(&f->z, Z_NO_FLUSH);
		s->at += had - f->z.avail_in;
		f->ended = rc != Z_OK;
		/* It must say itself that it ends. */
		f->bad = rc != Z_OK && rc != Z_STREAM_END;
	}
	had = cap - f->z.avail_out;
	if (had > 0)
		return (ssize_t)had;
	return f->bad ? -1 : 0;
}

static void
done_flate(struct pdf_stage *s)
{
	inflateEnd(&((struct flate *)s)->z);
}

struct pdf_stage *
pdf_flate(void)
{
	struct flate *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return NULL;
	if (inflateInit(&f->z) != Z_OK) {
		free(f);
		return NULL;
	}
	f->s.read = read_flate;
	f->s.done = done_flate;
	return &f->s;
}
