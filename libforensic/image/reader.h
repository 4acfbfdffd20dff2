/* reader.h - what runs in the confined child: containers opened and served */
#ifndef IMAGE_READER_H
#define IMAGE_READER_H

#include "internal.h"
#include "wire.h"

/* An open container.  Its memory lives as long as the process. */
struct reader {
	uint64_t size;
	uint32_t sector;
	struct fx_stored_hash stored[FX_HASHES];
	/*
	 * Fill at least one and at most len bytes at off, all inside the media,
	 * and note what is bad in r (its offsets count from off).  Returns how
	 * many.
	 */
	size_t (*read)(struct reader *rd, uint64_t off, uint8_t *buf,
	    size_t len, struct wire_reply *r);
	void *own;
};

/* Open files as a container of that kind.  Return 0, or -1 and err. */
int ewf_reader(struct reader *rd, const struct segments *files,
    struct fx_err *err);
int tsk_reader(struct reader *rd, const struct segments *files,
    enum sig_kind kind, struct fx_err *err);

/*
 * Fail for a VHD or VHDX image that cannot be read alone: it needs a parent, or
 * its log was not replayed.  Returns 0, or -1 and err.
 */
int vhd_check(const struct segments *files, enum sig_kind kind,
    struct fx_err *err);

/*
 * The child's whole life: confine itself, wait for a word on sock, open files,
 * say hello, answer until the parent is gone.
 */
void serve(int sock, uint8_t *window, const struct segments *files,
    enum sig_kind kind) __attribute__((noreturn));

#endif
