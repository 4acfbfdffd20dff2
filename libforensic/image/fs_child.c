/* fs_child.c - the child that runs libtsk: its life, its disk, its words */
#include <sys/socket.h>

#include <errno.h>
#include <magic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "forensic/child.h"
#include "fs_child.h"
#include "fs_serve.h"

enum {
	ROOM = 1 << 30, /* bytes of memory beyond what it begins with */
	ERROR_LEN = 256,
};

/* Without a parent there is nothing left to do. */
static void
say(struct fs_side *s, const void *p, size_t n)
{
	ssize_t put;

	do
		put = send(s->sock, p, n, MSG_NOSIGNAL);
	while (put == -1 && errno == EINTR);
	if (put != (ssize_t)n)
		_exit(0);
}

static void
hear(struct fs_side *s, void *p, size_t n)
{
	ssize_t got;

	do
		got = recv(s->sock, p, n, 0);
	while (got == -1 && errno == EINTR);
	if (got != (ssize_t)n)
		_exit(0);
}

static void
flush(struct fs_side *s)
{
	struct fs_msg m = { .say = FS_TELL, .n = (uint32_t)s->told };
	struct fs_answer a;

	if (s->told == 0)
		return;
	say(s, &m, sizeof(m));
	hear(s, &a, sizeof(a));
	s->told = 0;
}

void
fs_tell(struct fs_side *s, enum fs_kind kind, const void *body,
    const char *text)
{
	uint8_t *out = s->window + FS_BYTES;
	size_t n = fs_record_put(out, s->told, kind, body, text);

	if (n == s->told) {
		flush(s);
		n = fs_record_put(out, 0, kind, body, text);
	}
	s->told = n;
}

void
fs_tell_phase(struct fs_side *s, enum fx_map_phase phase)
{
	const struct fs_phase p = { phase };

	fs_tell(s, FS_PHASE, &p, "");
	flush(s);
}

/* libtsk's read: of the parent, piece by piece. */
static ssize_t
disk_read(TSK_IMG_INFO *img, TSK_OFF_T off, char *buf, size_t len)
{
	struct fs_disk *d = (struct fs_disk *)img;
	struct fs_msg m = { .say = FS_ASK };
	struct fs_answer a;
	size_t done = 0;

	if (off < 0 || off >= img->size)
		return 0;
	if (len > (size_t)(img->size - off))
		len = (size_t)(img->size - off);
	while (done < len) {
		m.off = d->from + (uint64_t)off + done;
		m.n = len - done < FS_BYTES ? (uint32_t)(len - done) : FS_BYTES;
		say(d->side, &m, sizeof(m));
		hear(d->side, &a, sizeof(a));
		if (a.n == 0 || a.n > m.n)
			return -1;
		memcpy(buf + done, d->side->window, a.n);
		done += a.n;
	}
	return (ssize_t)done;
}

static void
disk_close(TSK_IMG_INFO *img)
{
	(void)img; /* it lives as long as the process */
}

static void
disk_stat(TSK_IMG_INFO *img, FILE *f)
{
	(void)img;
	(void)f;
}

TSK_IMG_INFO *
fs_disk(struct fs_side *s, uint64_t off, uint64_t len)
{
	struct fs_disk *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	d->side = s;
	d->from = off;
	return tsk_img_open_external(d, (TSK_OFF_T)len, s->order.sector,
	    disk_read, disk_close, disk_stat);
}

/* The attribute that the order names; *file is to be closed. */
static const TSK_FS_ATTR *
ordered(struct fs_side *s, TSK_FS_FILE **file)
{
	const TSK_FS_ATTR *a;
	int i, n;

	*file = NULL;
	if (s->fs == NULL && !fs_open(s))
		return NULL;
	*file = tsk_fs_file_open_meta(s->fs, NULL, s->order.address);
	if (*file == NULL)
		return NULL;
	n = tsk_fs_file_attr_getsize(*file);
	for (i = 0; i < n; i++) {
		a = tsk_fs_file_attr_get_idx(*file, i);
		if (a != NULL && (uint32_t)a->type == s->order.type &&
		    a->id == s->order.id)
			return a;
	}
	return NULL;
}

/* Read the order's stream to buf.  Returns how many bytes, or -1. */
static ssize_t
content(struct fs_side *s, uint8_t *buf, size_t most)
{
	size_t done = 0, n = s->order.n < most ? s->order.n : most;
	uint64_t at = s->order.at;
	const TSK_FS_ATTR *a;
	TSK_FS_FILE *file;
	ssize_t got = 0;

	if ((a = ordered(s, &file)) == NULL) {
		tsk_fs_file_close(file);
		return -1;
	}
	if (a->size < 0 || at >= (uint64_t)a->size)
		n = 0;
	else if (n > (uint64_t)a->size - at)
		n = (size_t)((uint64_t)a->size - at);
	while (done < n) {
		got = tsk_fs_attr_read(a, (TSK_OFF_T)(at + done),
		    (char *)buf + done, n - done, TSK_FS_FILE_READ_FLAG_NONE);
		if (got <= 0)
			break;
		done += (size_t)got;
	}
	tsk_fs_file_close(file);
	return done < n && done == 0 ? -1 : (ssize_t)done;
}

/* The order's stream, or its type, behind FS_BYTES.  Returns its length. */
static bool
deliver(struct fs_side *s, uint32_t *n)
{
	uint8_t *out = s->window + FS_BYTES;
	const char *type = NULL;
	ssize_t got;

	got = content(s, out, s->order.what == FS_DO_TYPE ? FS_HEAD : FS_TOLD);
	if (got == -1)
		return false;
	*n = (uint32_t)got;
	if (s->order.what == FS_DO_READ)
		return true;
	if (s->magic != NULL)
		type = magic_buffer(s->magic, out, (size_t)got);
	if (type == NULL)
		return false;
	*n = (uint32_t)strnlen(type, FS_WORDS);
	memcpy(out, type, *n);
	return true;
}

/* libtsk's words for its last failure; they may be a whole trace. */
static uint32_t
failure(struct fs_side *s)
{
	const char *w = tsk_error_get_errno() != 0 ? tsk_error_get() : NULL;
	size_t n;

	if (w == NULL)
		return 0;
	n = strcspn(w, "\n");
	if (n > ERROR_LEN)
		n = ERROR_LEN;
	memcpy(s->window + FS_BYTES, w, n);
	return (uint32_t)n;
}

static bool
obey(struct fs_side *s, uint32_t *n)
{
	switch (s->order.what) {
	case FS_DO_SLOTS:
		return fs_tell_slots(s);
	case FS_DO_WALK:
		if (fs_tell_label(s))
			return true;
		if (!fs_open(s))
			return fs_tell_pool(s);
		fs_tell_all(s);
		return true;
	default:
		return deliver(s, n);
	}
}

/* A cookie with its database, which must be opened before confinement. */
static void *
types_open(void)
{
	magic_t m = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);

	if (m != NULL && magic_load(m, NULL) == -1) {
		magic_close(m);
		m = NULL;
	}
	return m;
}

void
fs_serve(int sock, uint8_t *window, bool types)
{
	const struct fx_confine keep = { .room = ROOM };
	struct fs_side *s = calloc(1, sizeof(*s));
	struct fs_msg m = { .say = FS_DONE };
	struct fx_confined in;
	uint32_t n;

	if (s == NULL)
		_exit(1);
	s->sock = sock;
	s->window = window;
	/* Times of FAT are in a zone that nobody knows: take them as written.
	 */
	setenv("TZ", "UTC0", 1);
	tzset();
	if (types)
		s->magic = types_open();
	in = fx_confine(&keep);
	m.landlock = in.landlock;
	m.seccomp = in.seccomp;
	for (;;) {
		hear(s, &s->order, sizeof(s->order));
		n = 0;
		tsk_error_reset();
		m.off = obey(s, &n) ? FS_WELL : FS_FAILED;
		flush(s);
		m.n = m.off == FS_WELL ? n : failure(s);
		say(s, &m, sizeof(m));
	}
}
