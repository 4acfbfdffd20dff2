/* tsk.c - AFF, VMDK, VHD and VHDX through libtsk, in the confined child */
#include <tsk/libtsk.h>

#include <stdlib.h>
#include <string.h>

#include "aff.h"
#include "reader.h"

enum { PIECE = 1 << 20 }; /* bytes; larger reads are made in such steps */

struct tsk {
	TSK_IMG_INFO *img;
	struct aff_map aff; /* of an AFF image */
};

/* Fail with the first line of libtsk's words, which may be a whole trace. */
static int
failed(struct fx_err *err)
{
	const char *w = tsk_error_get();

	if (w == NULL)
		w = "libtsk gives no reason";
	return fx_fail(err, FX_EFORMAT, 0, "%.*s", (int)strcspn(w, "\n"), w);
}

/*
 * Read what libtsk can of len bytes at off, which stand at "at" in the window.
 * It tells failure for a whole read: so halve what fails, down to one sector.
 * Returns how many bytes could be told of.
 */
static size_t
fill(struct reader *rd, uint64_t off, uint8_t *buf, size_t len, size_t at,
    struct wire_reply *r)
{
	struct tsk *t = rd->own;
	size_t done = 0, piece = PIECE, n;
	ssize_t got;

	while (done < len) {
		n = piece - (size_t)((off + done) % piece);
		if (n > len - done)
			n = len - done;
		got = tsk_img_read(t->img, (TSK_OFF_T)(off + done),
		    (char *)buf + done, n);
		if (got > 0) {
			done += (size_t)got < n ? (size_t)got : n;
			if (piece < PIECE && (off + done) % (piece * 2) == 0)
				piece *= 2;
			continue;
		}
		tsk_error_reset();
		if (piece > rd->sector) {
			piece /= 2;
			continue;
		}
		if (!wire_bad_add(r, at + done, n, BAD_DATA))
			return done;
		memset(buf + done, 0, n);
		done += n;
	}
	return len;
}

static size_t
tsk_read(struct reader *rd, uint64_t off, uint8_t *buf, size_t len,
    struct wire_reply *r)
{
	return fill(rd, off, buf, len, 0, r);
}

/* Tell of sectors that bear the mark of what could not be acquired. */
static size_t
marked(const struct aff_map *m, const uint8_t *buf, uint64_t off, size_t len,
    size_t at, struct wire_reply *r)
{
	size_t i = (size_t)(-off % AFF_FLAG);

	for (; m->flagged && i < len && len - i >= AFF_FLAG; i += AFF_FLAG)
		if (memcmp(buf + i, m->flag, AFF_FLAG) == 0 &&
		    !wire_bad_add(r, at + i, AFF_FLAG, BAD_ACQUIRED))
			return i;
	return len;
}

/* Is anything bad told of at or behind "at"? */
static bool
told_of(const struct wire_reply *r, size_t at)
{
	const struct wire_bad *b = &r->bad[r->n > 0 ? r->n - 1 : 0];

	return r->n > 0 && (size_t)b->off + b->len > at;
}

/* Page by page; a page that lacks is not asked for. */
static size_t
aff_read(struct reader *rd, uint64_t off, uint8_t *buf, size_t len,
    struct wire_reply *r)
{
	struct tsk *t = rd->own;
	size_t done = 0, n, told;
	uint64_t left;
	bool has;

	while (done < len) {
		has = aff_has(&t->aff, off + done, &left);
		n = left < len - done ? (size_t)left : len - done;
		if (has) {
			told = fill(rd, off + done, buf + done, n, done, r);
			/* Only of what was read well can more be told. */
			if (told == n && !told_of(r, done))
				told = marked(&t->aff, buf + done, off + done,
				    n, done, r);
		} else {
			told = wire_bad_add(r, done, n, BAD_PAGE) ? n : 0;
			memset(buf + done, 0, told);
		}
		done += told;
		if (told < n)
			break;
	}
	return done;
}

static int
check(struct tsk *t, struct reader *rd, const struct segments *files,
    enum sig_kind kind, struct fx_err *err)
{
	if (kind == SIG_VHD || kind == SIG_VHDX)
		return vhd_check(files, kind, err);
	if (kind != SIG_AFF)
		return 0;
	if (aff_map_open(&t->aff, files, err) == -1)
		return -1;
	memcpy(rd->stored, t->aff.stored, sizeof(rd->stored));
	return 0;
}

int
tsk_reader(struct reader *rd, const struct segments *files, enum sig_kind kind,
    struct fx_err *err)
{
	TSK_IMG_TYPE_ENUM type = TSK_IMG_TYPE_VHD_VHD;
	struct tsk *t = calloc(1, sizeof(*t));
	TSK_IMG_INFO *img;

	if (t == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	rd->own = t;
	rd->read = tsk_read;
	if (check(t, rd, files, kind, err) == -1)
		return -1;
	if (kind == SIG_AFF) {
		type = TSK_IMG_TYPE_AFF_AFF;
		rd->read = aff_read;
	} else if (kind == SIG_VMDK) {
		type = TSK_IMG_TYPE_VMDK_VMDK;
	}
	/* Only the first is named: libtsk finds the extents beside it. */
	img = tsk_img_open_utf8_sing(files->v[0].path, type, 0);
	if (img == NULL)
		return failed(err);
	if (img->size < 0)
		return fx_fail(err, FX_EFORMAT, 0, "a size below nothing");
	t->img = img;
	rd->size = (uint64_t)img->size;
	if (img->sector_size >= SECTOR_MIN && img->sector_size <= SECTOR_MAX &&
	    (img->sector_size & (img->sector_size - 1)) == 0)
		rd->sector = img->sector_size;
	return 0;
}
