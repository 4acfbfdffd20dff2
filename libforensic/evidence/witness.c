/* witness.c - requests to a witness, and its answer (C2SP tlog-witness) */
#include <inttypes.h>
#include <string.h>

#include "forensic/witness.h"
#include "internal.h"

enum { NODE = 44 }; /* base64 of a hash */

static int
bad(struct fx_err *err, size_t at, const char *why)
{
	return fx_fail(err, FX_EFORMAT, at, "not a request to a witness: %s",
	    why);
}

/* The line "old SIZE"; *used becomes its length. */
static int
old_line(struct fx_request *r, const char *text, size_t n, size_t *used)
{
	const char *end = memchr(text, '\n', n), *p;

	if (end == NULL || end - text < 5 || memcmp(text, "old ", 4) != 0 ||
	    (text[4] == '0' && end - text != 5))
		return -1;
	for (p = text + 4; p < end; p++)
		if (*p < '0' || *p > '9' ||
		    __builtin_mul_overflow(r->old, 10, &r->old) ||
		    __builtin_add_overflow(r->old, (uint64_t)(*p - '0'),
			&r->old))
			return -1;
	*used = (size_t)(end + 1 - text);
	return 0;
}

int
fx_request_parse(struct fx_request *r, const char *text, size_t n,
    struct fx_err *err)
{
	uint8_t node[BASE64_ROOM(NODE)];
	size_t at, len;

	*r = (struct fx_request){ 0 };
	if (n > FX_REQUEST_LEN)
		return bad(err, 0, "too long");
	if (old_line(r, text, n, &at) == -1)
		return bad(err, 0, "the old size");
	for (; at < n && text[at] != '\n'; at += NODE + 1) {
		if (r->n == FX_PROOF_NODES)
			return bad(err, at, "the proof is too long");
		if (n - at <= NODE || text[at + NODE] != '\n' ||
		    base64_get(node, &len, text + at, NODE) == -1 ||
		    len != FX_SHA256_LEN)
			return bad(err, at, "a line of the proof");
		memcpy(r->proof + r->n++ * FX_SHA256_LEN, node, FX_SHA256_LEN);
	}
	if (at >= n)
		return bad(err, at, "it has no head");
	r->text = text + at + 1;
	return fx_note_parse(&r->note, r->text, n - at - 1, err);
}

void
fx_request_put(struct fx_buf *out, uint64_t old,
    const struct fx_consistency *proof, const char *note)
{
	size_t i;

	fx_buf_printf(out, "old %" PRIu64 "\n", old);
	for (i = 0; i < proof->n; i++) {
		base64_put(out, proof->part[i].root, FX_SHA256_LEN);
		fx_buf_byte(out, '\n');
	}
	fx_buf_printf(out, "\n%s", note);
}

static int
refuse(struct fx_err *err, const char *origin, const char *why)
{
	return fx_fail(err, FX_EBROKEN, 0, "refused: %s (%.100s)", why, origin);
}

/* Is the head signed by a key that is trusted for its log? */
static int
check_signed(const struct fx_witness *w, const struct fx_request *r,
    struct fx_err *err)
{
	const char *origin = r->note.head.origin;
	bool known = false, good = false;
	size_t i;

	for (i = 0; i < w->nlogs; i++) {
		if (strcmp(w->logs[i].name, origin) != 0)
			continue;
		known = true;
		switch (
		    fx_vkey_check_note(&w->logs[i], &r->note, r->text, NULL)) {
		case FX_SIGNED_GOOD:
			good = true;
			break;
		case FX_SIGNED_BAD:
			return refuse(err, origin,
			    "a signature of the log's key is not good");
		default:
			break;
		}
	}
	if (!known)
		return refuse(err, origin,
		    "this is none of the logs that are watched");
	return good ? 0
		    : refuse(err, origin,
			  "no key that is trusted for the log signed its head");
}

/* Is the head one that follows from what is remembered of its log? */
static int
check_grown(const struct fx_memory *memory, const struct fx_request *r,
    struct fx_err *err)
{
	const struct fx_checkpoint *head = &r->note.head;
	uint8_t root[FX_SHA256_LEN] = { 0 };
	uint64_t size = 0;

	if (r->old > head->size)
		return fx_fail(err, FX_EFORMAT, 0,
		    "a proof from %" PRIu64 " records to %" PRIu64 " cannot be",
		    r->old, head->size);
	if (head->size == 0)
		return refuse(err, head->origin, "a head over no record");
	fx_memory_get(memory, head->origin, &size, root);
	if (head->size == size && memcmp(head->root, root, sizeof(root)) != 0)
		return refuse(err, head->origin,
		    "the log signed another head of this size before: it has "
		    "two histories. Keep this request, it shows that");
	if (head->size < size)
		return fx_fail(err, FX_EBROKEN, 0,
		    "refused: this head is SHORTER than the one seen before: "
		    "%" PRIu64 " records then, %" PRIu64 " now (%.60s)",
		    size, head->size, head->origin);
	if (r->old != size)
		return fx_fail(err, FX_EBROKEN, 0,
		    "refused: the proof begins at %" PRIu64 " records, %" PRIu64
		    " were seen before: ask again from %" PRIu64 " on (%.60s)",
		    r->old, size, size, head->origin);
	if (fx_consistency_check(size, root, head->size, head->root, r->proof,
		r->n) == -1)
		return refuse(err, head->origin,
		    "nothing shows that the records seen before are still the "
		    "same: the proof is wrong, or the log has two histories");
	return 0;
}

int
fx_witness_cosign(const struct fx_witness *w, struct fx_memory *memory,
    const struct fx_request *r, uint64_t time, struct fx_buf *out,
    struct fx_err *err)
{
	const struct fx_checkpoint *head = &r->note.head;
	struct fx_buf line = { 0 };
	int rc = -1;

	if (check_signed(w, r, err) == -1 || check_grown(memory, r, err) == -1)
		return -1;
	/* Remembered first: a cosignature that is out must not be forgotten. */
	if (fx_vkey_sign(&line, head, FX_VKEY_COSIGNATURE, w->name, w->key,
		time, err) == 0 &&
	    fx_memory_put(memory, head->origin, head->size, head->root, err) ==
		0) {
		fx_buf_put(out, line.p, line.len);
		rc = fx_buf_check(out, err);
	}
	fx_buf_done(&line);
	return rc;
}
