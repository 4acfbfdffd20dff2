/* finding_way.c - the way that a path leads, through decoders made for this */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/path.h"
#include "tap.h"

enum {
	LARGE = 40 << 20, /* more than is kept of one decoding */
	STRIDE = 1 << 20,
};

/* The state of the decoders below. */
struct own {
	uint64_t at; /* of the next byte of output */
	uint64_t size;
};

static unsigned int opened; /* decodings since it was last set to 0 */

/* Data begin with '!'. */
static int
open_mark(struct fx_decoding *d, struct fx_err *err)
{
	const uint8_t *p = fx_in_all(&d->in, d->start, 1);
	struct own *own;

	opened++;
	if (p == NULL || *p != '!')
		return fx_fail(err, FX_EFORMAT, d->start, "no mark");
	if ((own = calloc(1, sizeof(*own))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	d->own = own;
	return 0;
}

static void
close_mark(struct fx_decoding *d)
{
	free(d->own);
}

/* What follows the mark, each letter's case changed. */
static ssize_t
read_case(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct own *own = d->own;
	const uint8_t *p;
	size_t n, i;

	(void)err;
	p = fx_in_at(&d->in, d->start + 1 + own->at, 1, &n);
	n = n < cap ? n : cap;
	for (i = 0; i < n; i++)
		out[i] = (uint8_t)(p[i] ^ 0x20);
	own->at += n;
	d->used = 1 + own->at;
	return (ssize_t)n;
}

/* Ten bytes, then damage. */
static ssize_t
read_bad(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct own *own = d->own;

	if (own->at == 10)
		return fx_fail(err, FX_EFORMAT, d->start, "checksum");
	(void)cap;
	*out = (uint8_t)('0' + own->at++);
	return 1;
}

/* Three bytes, the rest is refused. */
static ssize_t
read_limit(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct own *own = d->own;

	(void)err;
	(void)cap;
	d->limit = "encrypted";
	*out = 'x';
	return own->at++ < 3 ? 1 : 0;
}

/* A LARGE stream: the number of each eight bytes, big-endian, after a '!'. */
static ssize_t
read_large(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct own *own = d->own;
	size_t n = 0;

	(void)err;
	for (; n < cap && own->at < LARGE; n++, own->at++)
		out[n] = (uint8_t)(own->at % STRIDE == 0
			? '!'
			: own->at >> 8 * (7 - own->at % 8));
	return (ssize_t)n;
}

/* One byte of each stride of what follows, the last one first. */
static ssize_t
read_back(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct own *own = d->own;
	uint64_t far = LARGE - 1 - d->start - own->at * STRIDE;
	const uint8_t *p;

	(void)err;
	(void)cap;
	if (own->at == (LARGE - d->start) / STRIDE ||
	    (p = fx_in_all(&d->in, d->start + far, 1)) == NULL)
		return 0;
	*out = *p;
	own->at++;
	return 1;
}

/* For each byte of input, so many of output; each MiB begins one more. */
static ssize_t
read_bomb(struct fx_decoding *d, uint8_t *out, size_t cap, uint64_t ratio)
{
	struct own *own = d->own;
	size_t i, n = cap;

	if (fx_in_all(&d->in, d->start + own->at / ratio, 1) == NULL)
		return 0;
	memset(out, '.', n);
	for (i = 0; i < n; i++)
		if ((own->at + i) % STRIDE == 0)
			out[i] = '!';
	own->at += n;
	d->used = 1 + own->at / ratio;
	return (ssize_t)n;
}

static ssize_t
read_bomb99(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	(void)err;
	return read_bomb(d, out, cap, 99);
}

static ssize_t
read_bomb1000(struct fx_decoding *d, uint8_t *out, size_t cap,
    struct fx_err *err)
{
	(void)err;
	return read_bomb(d, out, cap, 1000000);
}

static const struct fx_decoder flip = { .name = "CASE",
	.open = open_mark,
	.read = read_case,
	.close = close_mark };
static const struct fx_decoder bad = { .name = "BAD",
	.open = open_mark,
	.read = read_bad,
	.close = close_mark };
static const struct fx_decoder limit = { .name = "LIMIT",
	.open = open_mark,
	.read = read_limit,
	.close = close_mark };
static const struct fx_decoder large = { .name = "LARGE",
	.open = open_mark,
	.read = read_large,
	.close = close_mark };
static const struct fx_decoder back = { .name = "BACK",
	.open = open_mark,
	.read = read_back,
	.close = close_mark };
static const struct fx_decoder bomb = { .name = "BOMB",
	.open = open_mark,
	.read = read_bomb1000,
	.close = close_mark };
static const struct fx_decoder fair = { .name = "FAIR",
	.open = open_mark,
	.read = read_bomb99,
	.close = close_mark };
static const struct fx_decoder *const set[] = { &flip, &bad, &limit, &large,
	&back, &bomb, &fair, NULL };

/* An image of n bytes; its file is gone when this returns. */
static struct fx_image *
image(const char *bytes, size_t n)
{
	char name[] = "/tmp/finding_way.XXXXXX";
	struct fx_image *img = NULL;
	struct fx_err err;
	int fd = mkstemp(name);

	if (fd != -1 && write(fd, bytes, n) == (ssize_t)n)
		img = fx_image_open(name, 0, &err);
	close(fd);
	unlink(name);
	return img;
}

static int
go(struct fx_way *w, const char *text, struct fx_err *err)
{
	struct fx_path path;

	if (fx_path_read(&path, text, strlen(text), err) == -1)
		return -1;
	return fx_way_to(w, &path, err);
}

/* text leads to `want`, of at most 63 bytes, at its last offset. */
static void
leads(struct fx_way *w, const char *text, const char *want)
{
	char got[64] = "";
	struct fx_path path;
	struct fx_err err = { 0 };
	ssize_t n = -1;

	fx_path_read(&path, text, strlen(text), &err);
	if (fx_way_to(w, &path, &err) == 0)
		n = fx_way_read(w, fx_path_last(&path), got,
		    strlen(want) > 0 ? strlen(want) : 1, &err);
	if (n == -1)
		printf("# %s\n", err.msg);
	is_int(n, strlen(want), "%.99s: as many bytes", text);
	ok(n >= 0 && memcmp(got, want, (size_t)n) == 0, "%.99s: these", text);
}

static const struct {
	const char *path, *why;
	enum fx_code code;
} refused[] = {
	{ "0-CASE-0", "nothing at 0 decodes as CASE (no mark)", FX_EFORMAT },
	{ "99-CASE-0", "99 is past its end", FX_EFORMAT },
	{ "2-CASE-4-CASE-0", "nothing at 2-CASE-4 decodes as CASE (no mark)",
	    FX_EFORMAT },
	{ "2-CASE-3-BAD-10-CASE-0", "2-CASE-3-BAD-10 is past its end",
	    FX_EFORMAT },
	{ "2-NONE-4", "no decoder here is called NONE", FX_ELIMIT },
	{ "2-CASE-3-CASES-4", "no decoder here is called CASES", FX_ELIMIT },
	{ "V1/5@2-CASE-4", "the files of this image cannot be had", FX_ELIMIT },
};

/* "ab!CD" + '!' ^ 0x20 and so on: each '!' that comes out begins one more. */
static const char nested[] = "ab!CD\001\001ef!gh";

static void
small(struct fx_way *w)
{
	struct fx_err err;
	size_t i;

	leads(w, "0", nested);
	leads(w, "9", "!gh");
	leads(w, "12", "");
	leads(w, "2-CASE-0", "cd!!EF\001GH");
	leads(w, "2-CASE-7", "GH");
	leads(w, "2-CASE-2-CASE-0", "\001ef!gh");
	leads(w, "2-CASE-2-CASE-3-CASE-1", "H");
	leads(w, "2-CASE-9", "");
	for (i = 0; i < FX_LEN(refused); i++) {
		is_int(go(w, refused[i].path, &err), -1, "%s: refused",
		    refused[i].path);
		is_int(err.code, refused[i].code, "its code");
		is_str(err.msg, refused[i].why, "its words");
		leads(w, "2-CASE-7", "GH");
	}
}

/* Decodings that two paths share are made once. */
static void
sharing(struct fx_way *w)
{
	opened = 0;
	leads(w, "9-CASE-0", "GH");
	leads(w, "2-CASE-3-CASE-0", "ef!gh");
	leads(w, "2-CASE-3-CASE-2-CASE-0", "GH");
	leads(w, "2-CASE-3-CASE-1", "f!gh");
	leads(w, "2-CASE-0", "cd!!");
	leads(w, "2-CASE-3-CASE-2", "!gh");
	is_int(opened, 5, "what is shared is opened once");
}

static void
early(struct fx_way *w)
{
	struct fx_err err = { 0 };

	leads(w, "2-CASE-0", "cd!!EF\001GH");
	is_int(fx_way_whole(w, &err), 0, "a whole decoding is whole");
	leads(w, "2-CASE-2-BAD-8", "89");
	is_int(fx_way_whole(w, &err), 0, "damage that was not met");
	leads(w, "2-CASE-2-BAD-10", "");
	is_int(fx_way_whole(w, &err), -1, "damage");
	is_int(err.code, FX_EFORMAT, "damage: its code");
	is_str(err.msg, "2-CASE-2-BAD ends early: checksum", "its words");
	leads(w, "2-LIMIT-3", "");
	is_int(fx_way_whole(w, &err), -1, "a limit");
	is_int(err.code, FX_ELIMIT, "its code");
	is_str(err.msg, "2-LIMIT ends early: limit: encrypted", "its words");
}

/* Random access far back in a long decoding, and further decodings on it. */
static void
far(struct fx_way *w)
{
	char want[64] = "";
	uint64_t at;
	size_t i;

	opened = 0;
	leads(w, "2-LARGE-41943039", "\377");
	leads(w, "2-LARGE-41943040", "");
	leads(w, "2-LARGE-41943037", "\177\377\377");
	is_int(opened, 1, "the end and before it: one decoding");
	leads(w, "2-LARGE-0", "!");
	is_int(opened, 2, "its start, that is gone: one more");
	for (i = 0; i < 39; i++) {
		at = LARGE - 1 - i * STRIDE;
		want[i] = (char)at;
	}
	leads(w, "2-LARGE-1048576-BACK-0", want);
	ok(opened < 10, "reading back across it all: %u decodings", opened);
	leads(w, "2-LARGE-3145728-CASE-4", "\020 ");
}

/* What a scan would not have decoded is not decoded here, and said. */
static void
budgets(struct fx_box *box)
{
	enum { MUCH = 4 << 20 };
	struct fx_way_in in = { .box = box, .set = set };
	char *bytes = malloc(MUCH);
	struct fx_err err = { 0 };
	struct fx_way *w;

	memset(bytes, '!', MUCH);
	in.img = image(bytes, MUCH);
	w = fx_way_new(&in, &err);
	leads(w, "0-BOMB-67108864", "!....");
	is_int(fx_way_whole(w, &err), 0, "ratio: what a scan may see is there");
	leads(w, "0-BOMB-1048576", "!....");
	leads(w, "0-BOMB-83886080", "");
	ok(fx_way_whole(w, &err) == -1 && err.code == FX_ELIMIT,
	    "ratio: what it would not is not");
	is_str(err.msg, "0-BOMB ends early: limit: ratio", "its words");
	leads(w, "0-FAIR-83886080", "!....");
	leads(w, "2-FAIR-0-FAIR-251658240", "!....");
	is_int(fx_way_whole(w, &err), 0, "each within its ratio: to the end");
	leads(w, "2-FAIR-0-FAIR-314572800", "");
	ok(fx_way_whole(w, &err) == -1 && err.code == FX_ELIMIT,
	    "but together they give too much");
	is_str(err.msg, "2-FAIR-0-FAIR ends early: limit: total", "its words");
	leads(w, "1-FAIR-0-FAIR-1048576", "!....");
	is_int(fx_way_whole(w, &err), 0, "elsewhere the count begins anew");
	fx_way_free(w);
	fx_image_close(in.img);
	free(bytes);
}

/* A stream is read on, and not again. */
static void
stream(struct fx_box *box)
{
	struct fx_way_in in = { .box = box, .set = set };
	struct fx_err err = { 0 };
	struct fx_way *w;
	int fds[2], old = dup(0);

	if (pipe(fds) == -1 || dup2(fds[0], 0) == -1 ||
	    write(fds[1], nested, 12) != 12)
		printf("Bail out! no pipe\n");
	close(fds[1]);
	in.img = fx_image_open("-", 0, &err);
	w = fx_way_new(&in, &err);
	small(w);
	fx_way_free(w);
	fx_image_close(in.img);
	dup2(old, 0);
	close(old);
	close(fds[0]);
}

int
main(void)
{
	struct fx_way_in in = { .set = set };
	struct fx_err err = { 0 };
	struct fx_way *w;

	in.box = fx_box_new(&err);
	in.img = image(nested, 12);
	w = fx_way_new(&in, &err);
	ok(in.box != NULL && in.img != NULL && w != NULL, "a way: %s", err.msg);
	small(w);
	sharing(w);
	early(w);
	far(w);
	budgets(in.box);
	stream(in.box);
	fx_way_free(w);
	fx_way_free(NULL);
	fx_image_close(in.img);
	fx_box_free(in.box);
	return done();
}
