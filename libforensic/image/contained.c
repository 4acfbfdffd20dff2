/* contained.c - an image that confined readers serve */
#include <sys/mman.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "reader.h"

enum {
	/*
	 * Readers of one image.  All are started when it is opened: later there
	 * are threads, and a process with threads does not fork.  The first one
	 * serves; the others wait, confined, in case it dies.
	 */
	LIVES = 5,
	RETRY = 1 << 16, /* bytes asked at once where a reader died */
};

static const struct fx_patience patience = { .cpu = 120, .wall = 900 };

struct contained {
	struct segments files;
	enum sig_kind kind;
	uint8_t *window; /* WIRE_WINDOW bytes, shared with the readers */
	struct child life[LIVES];
	size_t now;            /* which of them serves; LIVES: none is left */
	char died[FX_GAP_WHY]; /* what the last one that served died of */
	uint64_t serial;       /* of the last ask */
};

static void
main_of_child(int sock, void *arg)
{
	const struct contained *c = arg;

	serve(sock, c->window, &c->files, c->kind);
}

/*
 * Memory to share.  It is sealed: a reader that cut it short would have its
 * parent die of SIGBUS.
 */
static int
window_map(struct contained *c, struct fx_err *err)
{
	void *p = MAP_FAILED;
	int fd;

	fd = memfd_create("window", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd != -1 && ftruncate(fd, WIRE_WINDOW) == 0 &&
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) == 0)
		p = mmap(NULL, WIRE_WINDOW, PROT_READ | PROT_WRITE, MAP_SHARED,
		    fd, 0);
	if (p == MAP_FAILED) {
		fx_fail_sys(err, 0, "cannot start its reader");
		if (fd != -1)
			close(fd);
		return -1;
	}
	close(fd);
	c->window = p;
	return 0;
}

/* Let the reader that is next open the source.  Returns 0, or -1 and err. */
static int
wake(struct contained *c, struct fx_image_info *info, struct fx_err *err)
{
	const struct wire_ask go = { 0 };
	struct fx_confined in;
	struct wire_hello h;
	struct child *life = &c->life[c->now];
	ssize_t n;

	n = child_ask(life, &go, &h, sizeof(h), &patience);
	if (n == -1)
		return fx_fail(err, FX_EFORMAT, 0, "%s while it opened this",
		    life->died);
	if (wire_hello_check(&h, (size_t)n, info, err) == -1) {
		child_kill(life, "reader did not open it");
		return -1;
	}
	in.seccomp = h.seccomp == 1;
	in.landlock = h.landlock == 1;
	info->confined = in.seccomp;
	info->notes = fx_confined_notes(&in);
	return 0;
}

/* Go to the next reader that opens the source as the first did, if any. */
static void
next_life(struct contained *c, const struct fx_image_info *info)
{
	struct fx_image_info again;
	struct fx_err err;

	while (++c->now < LIVES) {
		again = *info;
		if (wake(c, &again, &err) == 0 && again.size == info->size &&
		    again.sector == info->sector)
			return;
		child_kill(&c->life[c->now], NULL);
	}
}

/* Copy what a reply that was checked says is in the window. */
static void
deliver(const struct contained *c, const struct wire_reply *r, uint64_t off,
    uint8_t *buf, struct gaps *g)
{
	const struct wire_bad *b;
	size_t i;

	memcpy(buf, c->window, r->len);
	for (i = 0; i < r->n; i++) {
		b = &r->bad[i];
		if (b->why != BAD_ACQUIRED)
			memset(buf + b->off, 0, b->len);
		image_gap(g, off + b->off, b->len, wire_why((enum bad)b->why));
	}
}

/* Ask the present reader.  Returns the bytes delivered, or -1: it is dead. */
static ssize_t
ask(struct contained *c, uint64_t off, uint8_t *buf, size_t len, struct gaps *g)
{
	struct wire_ask a = { ++c->serial, off, len };
	struct child *life = &c->life[c->now];
	struct wire_reply r;
	ssize_t n;

	n = child_ask(life, &a, &r, sizeof(r), &patience);
	if (n != -1 && !wire_reply_check(&r, (size_t)n, &a)) {
		child_kill(life, "reader answered nonsense and was stopped");
		n = -1;
	}
	if (n == -1) {
		snprintf(c->died, sizeof(c->died), "%s", life->died);
		return -1;
	}
	deliver(c, &r, off, buf, g);
	return (ssize_t)r.len;
}

static void
lost(const struct contained *c, uint64_t off, uint8_t *buf, size_t len,
    struct gaps *g)
{
	memset(buf, 0, len);
	image_gap(g, off, len, c->died);
}

/*
 * Where a reader dies, the next one is asked for the same range in small
 * pieces, and a piece that kills it too is a gap: so the same bytes are lost in
 * each run.  When no reader is left all the rest is a gap.
 */
static ssize_t
contained_read(struct fx_image *img, uint64_t off, uint8_t *buf, size_t len,
    struct gaps *g, struct fx_err *err)
{
	struct contained *c = img->own;
	size_t done = 0, risky = 0, n;
	ssize_t got;

	(void)err;
	while (done < len && c->now < LIVES) {
		n = len - done < WIRE_WINDOW ? len - done : WIRE_WINDOW;
		if (done < risky && n > RETRY - (off + done) % RETRY)
			n = (size_t)(RETRY - (off + done) % RETRY);
		got = ask(c, off + done, buf + done, n, g);
		if (got != -1) {
			done += (size_t)got;
			continue;
		}
		if (done < risky) {
			lost(c, off + done, buf + done, n, g);
			done += n;
		} else {
			risky = done + n;
		}
		next_life(c, &img->info);
	}
	lost(c, off + done, buf + done, len - done, g);
	return (ssize_t)len;
}

static void
contained_close(struct fx_image *img)
{
	struct contained *c = img->own;
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < LIVES; i++)
		child_kill(&c->life[i], NULL);
	if (c->window != NULL)
		munmap(c->window, WIRE_WINDOW);
	segments_done(&c->files);
	free(c);
}

/* Start the readers of img, whose files are known, and wake the first. */
static int
start(struct fx_image *img, struct fx_err *err)
{
	struct contained *c = img->own;
	size_t i;

	if (window_map(c, err) == -1)
		return -1;
	for (i = 0; i < LIVES; i++)
		if (child_start(&c->life[i], main_of_child, c, err) == -1)
			return -1;
	/* It is theirs: what is forked later shall not write there. */
	madvise(c->window, WIRE_WINDOW, MADV_DONTFORK);
	return wake(c, &img->info, err);
}

static struct contained *
contained_new(struct fx_image *img, enum sig_kind kind, struct fx_err *err)
{
	struct contained *c = calloc(1, sizeof(*c));

	if (c == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	c->kind = kind;
	img->own = c;
	return c;
}

static int
contained_again(struct fx_image *img, const struct fx_image *from,
    struct fx_err *err)
{
	const struct contained *old = from->own;
	struct contained *c;

	if ((c = contained_new(img, old->kind, err)) == NULL ||
	    segments_copy(&c->files, &old->files, err) == -1 ||
	    start(img, err) == -1)
		return -1;
	if (img->info.size != from->info.size)
		return fx_fail(err, FX_EFORMAT, 0,
		    "it has another size than when it was opened first");
	return 0;
}

static const struct segments *
contained_files(const struct fx_image *img)
{
	const struct contained *c = img->own;

	return &c->files;
}

int
contained_open(struct fx_image *img, const char *path, enum sig_kind kind,
    struct fx_err *err)
{
	static const struct image_kind ops = { .read = contained_read,
		.again = contained_again,
		.close = contained_close,
		.files = contained_files };
	static const char *const formats[] = { [SIG_EWF] = "ewf",
		[SIG_AFF] = "aff",
		[SIG_VMDK] = "vmdk",
		[SIG_VHD] = "vhd",
		[SIG_VHDX] = "vhdx" };
	struct contained *c;
	int rc;

	if ((c = contained_new(img, kind, err)) == NULL)
		return -1;
	img->kind = &ops;
	img->info.format = formats[kind];
	if (kind == SIG_EWF)
		rc = ewf_segments(&c->files, path, err);
	else if (kind == SIG_VMDK)
		rc = vmdk_segments(&c->files, path, err);
	else
		rc = segments_add(&c->files, path, err);
	return rc == 0 ? start(img, err) : -1;
}
