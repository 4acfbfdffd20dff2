/* tsk.c - AFF, VMDK, VHD and VHDX through libtsk, in the confined child */
#include <tsk/libtsk.h>

#include <stdlib.h>
#include <string.h>

#include "reader.h"

enum { PIECE = 1 << 20 }; /* bytes; larger reads are made in such steps */

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
 * Read as much as libtsk can of a piece.  It tells failure for a whole read: so
 * halve what fails, down to one sector.
 */
static size_t
tsk_read(struct reader *rd, uint64_t off, uint8_t *buf, size_t len,
    struct wire_reply *r)
{
	size_t done = 0, piece = PIECE, n;
	ssize_t got;

	while (done < len) {
		n = piece - (size_t)((off + done) % piece);
		if (n > len - done)
			n = len - done;
		got = tsk_img_read(rd->own, (TSK_OFF_T)(off + done),
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
		if (!wire_bad_add(r, done, n, BAD_DATA))
			return done;
		memset(buf + done, 0, n);
		done += n;
	}
	return len;
}

int
tsk_reader(struct reader *rd, const struct segments *files, enum sig_kind kind,
    struct fx_err *err)
{
	TSK_IMG_TYPE_ENUM type = kind == SIG_AFF ? TSK_IMG_TYPE_AFF_AFF
	    : kind == SIG_VMDK                   ? TSK_IMG_TYPE_VMDK_VMDK
						 : TSK_IMG_TYPE_VHD_VHD;
	TSK_IMG_INFO *img;

	if ((kind == SIG_VHD || kind == SIG_VHDX) &&
	    vhd_check(files, kind, err) == -1)
		return -1;
	/* Only the first is named: libtsk finds the extents beside it. */
	img = tsk_img_open_utf8_sing(files->v[0].path, type, 0);
	if (img == NULL)
		return failed(err);
	if (img->size < 0)
		return fx_fail(err, FX_EFORMAT, 0, "a size below nothing");
	rd->size = (uint64_t)img->size;
	if (img->sector_size >= SECTOR_MIN && img->sector_size <= SECTOR_MAX &&
	    (img->sector_size & (img->sector_size - 1)) == 0)
		rd->sector = img->sector_size;
	rd->read = tsk_read;
	rd->own = img;
	return 0;
}
