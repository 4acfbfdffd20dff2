/* pack.c - findings as bytes, on their way from a worker to the caller */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

enum { FOUND, LIMIT, ERROR, HOLD };

/* Followed by the texts: value, reasons, attributes, context, member, path. */
struct rec {
	uint64_t off, len;
	uint64_t place;                           /* in its own stream */
	uint32_t ntext, ncontext, nmember, npath; /* bytes that follow */
	struct fx_scan_mark mark;
	int score;
	uint8_t what, part, enc, key, nwhy, nattrs;
	bool context, inner;
};

static void
put_string(struct fx_buf *b, const char *s)
{
	fx_buf_put(b, s, strlen(s) + 1);
}

void
fx_pack_hit(struct fx_buf *text, const struct fx_hit *hit, struct fx_cand *cand)
{
	size_t i;

	cand->text = (uint32_t)text->len;
	put_string(text, hit->value);
	for (i = 0; i < hit->nwhy; i++)
		put_string(text, hit->why[i]);
	cand->split = (uint32_t)text->len;
	for (i = 0; i < hit->nattrs; i++) {
		/* The name is the carver's constant: its address will do. */
		fx_buf_put(text, &hit->attrs[i].key, sizeof(hit->attrs[i].key));
		put_string(text, hit->attrs[i].value);
	}
	cand->ntext = (uint32_t)text->len - cand->text;
	cand->nwhy = (uint8_t)hit->nwhy;
	cand->nattrs = (uint8_t)hit->nattrs;
}

/* A path: its first n characters, the place, a NUL. Returns its bytes. */
static uint32_t
put_path(struct fx_buf *b, const char *prefix, size_t n, uint64_t place)
{
	size_t start = b->len;

	fx_buf_put(b, prefix, n);
	fx_buf_printf(b, "%" PRIu64, place);
	fx_buf_byte(b, '\0');
	return (uint32_t)(b->len - start);
}

/* The texts; with the reason why the score is that of a part. */
static void
put_text(const struct fx_carve *cv, const struct fx_cand *cand,
    struct fx_buf *rec)
{
	const char *text = cv->text.p + cand->text;
	size_t nwhy = cand->split - cand->text;
	char why[FX_WHY_LEN];

	fx_buf_put(rec, text, nwhy);
	if (cand->lender < FX_SCAN_CARVERS) {
		snprintf(why, sizeof(why), "part:%s",
		    cv->plan->part[cand->lender].c->name);
		put_string(rec, why);
	}
	fx_buf_put(rec, text + nwhy, cand->ntext - nwhy);
}

/* The member at the place of r in its stream, and its name. */
static void
put_member(const struct fx_carve *cv, struct rec *r, struct fx_buf *b)
{
	char name[FX_MEMBER_MOST];
	size_t n = 0;

	r->inner = cv->member != NULL &&
	    cv->member(cv->member_arg, r->place, name, &n);
	fx_buf_put(b, name, n);
	r->nmember = (uint32_t)n;
}

void
fx_pack_found(const struct fx_carve *cv, const struct fx_cand *cand,
    const struct fx_scan_mark *mark, struct fx_out *out)
{
	struct fx_buf *b = &out->rec;
	size_t start = b->len;
	struct rec r = {
		.place = cv->b.off + cand->first,
		.len = cand->size,
		.mark = *mark,
		.score = cand->best,
		.part = cand->part,
		.enc = cand->enc,
		.key = cand->key,
		.nwhy = cand->nwhy,
		.nattrs = cand->nattrs,
		.context = cv->plan->context > 0,
	};

	r.off = cv->prefix != NULL ? cv->outer : r.place;
	if (cand->lender < FX_SCAN_CARVERS)
		r.nwhy++;
	fx_buf_put(b, &r, sizeof(r));
	put_text(cv, cand, b);
	r.ntext = (uint32_t)(b->len - start - sizeof(r));
	if (r.context)
		fx_context_put(b, &cv->views.v[cand->view].w, cand->at,
		    cand->len, cv->plan->context);
	r.ncontext = (uint32_t)(b->len - start - sizeof(r)) - r.ntext;
	put_member(cv, &r, b);
	if (cv->prefix != NULL)
		r.npath = put_path(b, cv->prefix, cv->nprefix, r.place);
	if (!b->failed)
		memcpy(b->p + start, &r, sizeof(r));
}

void
fx_pack_limit(struct fx_out *out, const struct fx_scan_limit *l, size_t n,
    uint64_t place)
{
	struct fx_buf *b = &out->rec;
	size_t start = b->len;
	struct rec r = { .off = l->off,
		.place = place,
		.what = l->error ? ERROR : LIMIT };

	fx_buf_put(b, &r, sizeof(r));
	put_string(b, l->why);
	r.ntext = (uint32_t)(b->len - start - sizeof(r));
	r.npath = put_path(b, l->path, n, place);
	if (!b->failed)
		memcpy(b->p + start, &r, sizeof(r));
}

void
fx_pack_hold(struct fx_out *out, uint64_t head, const struct fx_hold *h)
{
	struct rec r = { .off = h->from,
		.len = h->to - h->from,
		.place = head,
		.nmember = (uint32_t)h->n,
		.what = HOLD };

	fx_buf_put(&out->rec, &r, sizeof(r));
	fx_buf_put(&out->rec, h->name, h->n);
}

/* The record at p; how long it is. */
static size_t
get_rec(const char *p, struct rec *r)
{
	memcpy(r, p, sizeof(*r));
	return sizeof(*r) + r->ntext + r->ncontext + r->nmember + r->npath;
}

void
fx_pack_move(struct fx_out *from, size_t *at, uint64_t place, struct fx_out *to)
{
	size_t start = *at, n, i;
	struct rec r;

	while (*at < from->rec.len) {
		n = get_rec(from->rec.p + *at, &r);
		if (r.place > place)
			break;
		*at += n;
	}
	if (*at > start)
		fx_buf_put(&to->rec, from->rec.p + start, *at - start);
	if (place < UINT64_MAX)
		return;
	for (i = 0; i < FX_SCAN_CARVERS; i++) {
		to->found[i] += from->found[i];
		to->below[i] += from->below[i];
		to->stopped[i] += from->stopped[i];
		from->found[i] = from->below[i] = from->stopped[i] = 0;
	}
	to->anchors += from->anchors;
	from->anchors = 0;
	fx_buf_reset(&from->rec);
}

void
fx_pack_again(const char *rec, size_t n, size_t had, const char *prefix,
    size_t nprefix, uint64_t outer, struct fx_out *out)
{
	struct fx_buf *b = &out->rec;
	size_t at, size, texts;
	struct rec r;

	for (at = 0; at < n; at += size) {
		size = get_rec(rec + at, &r);
		texts = (size_t)r.ntext + r.ncontext + r.nmember;
		r.off = outer;
		r.npath = (uint32_t)(r.npath - had + nprefix);
		fx_buf_put(b, &r, sizeof(r));
		fx_buf_put(b, rec + at + sizeof(r), texts);
		fx_buf_put(b, prefix, nprefix);
		fx_buf_put(b, rec + at + sizeof(r) + texts + had,
		    r.npath - nprefix);
	}
}

/* The string at *p; *p moves behind it. */
static const char *
take_string(const char **p)
{
	const char *s = *p;

	*p += strlen(s) + 1;
	return s;
}

void
fx_unpack_attrs(const char *text, size_t n, struct fx_found_attr *attrs)
{
	size_t i;

	for (i = 0; i < n; i++) {
		memcpy(&attrs[i].key, text, sizeof(attrs[i].key));
		text += sizeof(attrs[i].key);
		attrs[i].value = take_string(&text);
	}
}

static void
unpack_found(const struct fx_plan *plan, const struct rec *r, const char *p,
    struct fx_unpacked *u)
{
	const char *text = p;
	size_t i;

	u->f = (struct fx_found){
		.carver = plan->part[r->part].c,
		.off = r->off,
		.len = r->len,
		.enc = (enum fx_encoding)r->enc,
		.key = r->key,
		.score = r->score,
		.mark = r->mark,
		.nwhy = r->nwhy,
		.why = u->why,
		.nattrs = r->nattrs,
		.attrs = u->attrs,
		.context_len = r->ncontext,
		.member_len = r->nmember,
		.member_head = UINT64_MAX,
	};
	u->inner = r->inner;
	if (r->npath > 0)
		u->f.path = text + r->ntext + r->ncontext + r->nmember;
	if (r->nmember > 0)
		u->f.member = text + r->ntext + r->ncontext;
	u->f.value = take_string(&p);
	for (i = 0; i < r->nwhy; i++)
		u->why[i] = take_string(&p);
	fx_unpack_attrs(p, r->nattrs, u->attrs);
	if (r->context)
		u->f.context = text + r->ntext;
}

void
fx_unpack(const struct fx_plan *plan, const struct fx_buf *rec, size_t *at,
    struct fx_unpacked *u)
{
	const char *p = rec->p + *at;
	struct rec r;

	*at += get_rec(p, &r);
	p += sizeof(r);
	if (r.what == FOUND) {
		u->what = FX_UNPACKED_FOUND;
		unpack_found(plan, &r, p, u);
	} else if (r.what == HOLD) {
		u->what = FX_UNPACKED_HOLD;
		u->held = (struct fx_held){ .head = r.place,
			.from = r.off,
			.to = r.off + r.len,
			.name = p,
			.n = r.nmember };
	} else {
		u->what = FX_UNPACKED_LIMIT;
		u->limit = (struct fx_scan_limit){ .error = r.what == ERROR,
			.off = r.off,
			.path = p + r.ntext,
			.why = p };
	}
}
