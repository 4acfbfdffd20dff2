/* sums.c - the digests of an image and of its ranges */
#include <stdlib.h>
#include <string.h>

#include "digests.h"
#include "forensic/bytes.h"
#include "forensic/image.h"
#include "forensic/json.h"
#include "forensic/write.h"
#include "sums.h"

enum { PIECE = 1 << 20 }; /* bytes read at a time */

/* All that is computed in one pass. */
struct pass {
	struct fx_image *img;
	struct fx_hash *all[FX_HASHES]; /* NULL: not asked for */
	struct sums *s;
	uint8_t *p; /* room for a piece */
	struct fx_err *err;
};

/* The digests that the plan asks for, and those that the container states. */
static int
begin(struct pass *x, const struct plan_head *h)
{
	bool wanted[FX_HASHES] = { [FX_SHA256] = true };
	size_t i;

	for (i = 0; i + 1 < h->words; i++)
		if (strcmp(h->word[i], "--hash") == 0)
			digests_add(wanted, h->word[i + 1]);
	for (i = 0; i < FX_HASHES; i++) {
		if (!wanted[i] && !fx_image_info(x->img)->stored[i].known)
			continue;
		x->all[i] = fx_hash_new((enum fx_hash_alg)i, x->err);
		if (x->all[i] == NULL)
			return -1;
	}
	if ((x->p = malloc(PIECE)) == NULL)
		return fx_fail(x->err, FX_ENOMEM, 0, "out of memory");
	return 0;
}

static int
add(struct pass *x, struct fx_hash *part, size_t n)
{
	size_t i;

	if (fx_hash_add(part, x->p, n, x->err) == -1)
		return -1;
	for (i = 0; i < FX_HASHES; i++)
		if (x->all[i] != NULL &&
		    fx_hash_add(x->all[i], x->p, n, x->err) == -1)
			return -1;
	x->s->bytes += n;
	return 0;
}

/* One range; less of it where the image ends before. 0, or -1 and err. */
static int
read_range(struct pass *x, const struct plan_unit *u)
{
	struct fx_hash *part = fx_hash_new(FX_SHA256, x->err);
	uint64_t at = u->from;
	ssize_t got = 1;
	int rc = part != NULL ? 0 : -1;
	size_t n;

	while (rc == 0 && at < u->to && got > 0) {
		n = u->to - at < PIECE ? (size_t)(u->to - at) : PIECE;
		got = fx_image_read(x->img, at, x->p, n, NULL, NULL, x->err);
		if (got > 0)
			rc = add(x, part, (size_t)got);
		if (got == -1)
			rc = -1;
		at += got > 0 ? (uint64_t)got : 0;
	}
	if (rc == 0)
		rc = fx_hash_end(part, x->s->part[x->s->parts++], x->err);
	fx_hash_free(part);
	return rc;
}

/* All digests are known. */
static int
finish(struct pass *x)
{
	const struct fx_stored_hash *stored = fx_image_info(x->img)->stored;
	struct sums *s = x->s;
	size_t i;

	for (i = 0; i < FX_HASHES; i++) {
		if (x->all[i] == NULL)
			continue;
		if (fx_hash_end(x->all[i], s->sum[i], x->err) == -1)
			return -1;
		s->have[i] = true;
		s->differs[i] = stored[i].known &&
		    memcmp(stored[i].sum, s->sum[i],
			fx_hash_len((enum fx_hash_alg)i)) != 0;
	}
	return 0;
}

static int
read_image(struct pass *x, const struct batch *b, size_t image)
{
	const struct plan_image *i = &b->plan.image[image];
	const struct plan_unit *u = &b->plan.unit[i->first - 1];
	size_t n;

	if (begin(x, &b->plan.head) == -1)
		return -1;
	if (fx_image_info(x->img)->size != i->size) { /* no need to read it */
		x->s->bytes = fx_image_info(x->img)->size;
		return finish(x);
	}
	x->s->part = calloc(i->units, sizeof(*x->s->part));
	if (x->s->part == NULL)
		return fx_fail(x->err, FX_ENOMEM, 0, "out of memory");
	for (n = 0; n < i->units; n++)
		if (u[n].act == PLAN_RANGE && read_range(x, &u[n]) == -1)
			return -1;
	return finish(x);
}

static void
put_sums(struct fx_buf *out, const struct sums *s)
{
	struct fx_json j = { .out = out };
	char hex[2 * FX_HASH_MAX + 1];
	size_t i;

	fx_json_open(&j, '{');
	fx_json_kint(&j, "bytes", (int64_t)s->bytes);
	for (i = 0; i < FX_HASHES; i++) {
		if (!s->have[i])
			continue;
		fx_hex(hex, s->sum[i], fx_hash_len((enum fx_hash_alg)i));
		fx_json_kstr(&j, fx_hash_name((enum fx_hash_alg)i), hex);
	}
	fx_json_key(&j, "differs");
	fx_json_open(&j, '[');
	for (i = 0; i < FX_HASHES; i++)
		if (s->differs[i])
			fx_json_str(&j, fx_hash_name((enum fx_hash_alg)i));
	fx_json_close(&j, ']');
	fx_json_key(&j, "ranges");
	fx_json_open(&j, '[');
	for (i = 0; i < s->parts; i++) {
		fx_hex(hex, s->part[i], FX_SHA256_LEN);
		fx_json_str(&j, hex);
	}
	fx_json_close(&j, ']');
	fx_json_close(&j, '}');
	fx_buf_byte(out, '\n');
}

int
sums_make(const struct batch *b, size_t image, int fd, struct fx_err *err)
{
	const struct plan_head *h = &b->plan.head;
	struct sums s = { 0 };
	struct pass x = { .s = &s, .err = err };
	struct fx_buf out = { .max = SUMS_LEN };
	unsigned int flags = 0;
	size_t i;
	int rc = -1;

	for (i = 0; i < h->words; i++)
		if (strcmp(h->word[i], "--raw") == 0)
			flags |= FX_IMAGE_RAW;
	x.img = fx_image_open(b->plan.image[image].path, flags, err);
	if (x.img != NULL)
		rc = read_image(&x, b, image);
	if (rc == 0) {
		put_sums(&out, &s);
		rc = fx_buf_check(&out, err);
	}
	if (rc == 0 && fx_write_all(fd, out.p, out.len) == -1)
		rc = fx_fail_sys(err, 0, "the digests of an image");
	for (i = 0; i < FX_HASHES; i++)
		fx_hash_free(x.all[i]);
	free(x.p);
	fx_image_close(x.img);
	sums_done(&s);
	fx_buf_done(&out);
	return rc;
}
