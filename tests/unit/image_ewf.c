/* image_ewf.c - E01 sets made here, whole and damaged in ways tools do not make
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "forensic/image.h"
#include "tap.h"

enum {
	SECTORS = 8,           /* a chunk */
	CHUNK = SECTORS * 512, /* bytes */
	CHUNKS = 40,           /* of media, the last one half */
	MEDIA = CHUNKS * CHUNK - CHUNK / 2,
	SEGMENTS = 4,
	DESCRIPTOR = 76,
};

#define EACH ((uint64_t)CHUNKS / SEGMENTS) /* chunks a segment */

static char dir[] = "/tmp/image_ewf.XXXXXX";
static uint8_t media[MEDIA], got[MEDIA];

/* One segment file while it is made. */
struct out {
	int fd;
	off_t at;
};

/* What to do wrong. */
struct wrong {
	const char *what;
	uint32_t chunks, per, bytes; /* of the volume, where not 0 */
	unsigned int more; /* bytes in the last chunk, behind the media */
	uint64_t sectors;
	unsigned int no;      /* number: segment that is not made */
	unsigned int foreign; /* number: segment of another image */
	unsigned int notable; /* number: segment whose tables are spoilt */
	unsigned int cut;     /* number: segment that ends in its chunks */
	uint64_t errors;      /* acquisition errors, every second sector */
	off_t far;            /* bytes of nothing before the chunks */
	const char *refused;  /* words of the refusal */
	uint64_t gap[2][2];   /* in chunks: first, number */
	const char *why;
	bool packed; /* is the last chunk */
};

static void
le(uint8_t *p, uint64_t v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

static void
put(struct out *o, const void *p, size_t n)
{
	if (pwrite(o->fd, p, n, o->at) != (ssize_t)n)
		abort();
	o->at += (off_t)n;
}

static void
sum(uint8_t *p, size_t n)
{
	le(p + n, adler32(1, p, (uInt)n), 4);
}

static void
descriptor(struct out *o, const char *type, uint64_t body)
{
	uint8_t d[DESCRIPTOR] = { 0 };
	bool last = strcmp(type, "next") == 0 || strcmp(type, "done") == 0;

	snprintf((char *)d, 16, "%s", type);
	le(d + 16, (uint64_t)o->at + (last ? 0 : DESCRIPTOR + body), 8);
	le(d + 24, last ? 0 : DESCRIPTOR + body, 8);
	sum(d, 72);
	put(o, d, sizeof(d));
}

static void
volume(struct out *o, const char *type, const struct wrong *w, bool foreign)
{
	uint8_t v[1052] = { 1 };

	le(v + 4, w->chunks != 0 ? w->chunks : CHUNKS, 4);
	le(v + 8, w->per != 0 ? w->per : SECTORS, 4);
	le(v + 12, w->bytes != 0 ? w->bytes : 512, 4);
	le(v + 16,
	    w->sectors != 0 ? w->sectors : (uint64_t)MEDIA / 512 - foreign, 8);
	sum(v, 1048);
	descriptor(o, type, sizeof(v));
	put(o, v, sizeof(v));
}

/* Chunk number c, every third plain.  Returns whether it is packed. */
static bool
chunk(struct out *o, uint64_t c, const struct wrong *w, bool always_plain)
{
	const bool last = c == CHUNKS - 1;
	uint8_t buf[CHUNK * 2], all[CHUNK] = { 0 };
	uLongf n = sizeof(buf);
	size_t len = last ? CHUNK / 2 : CHUNK;

	memcpy(all, media + (size_t)c * CHUNK, len);
	len += last ? w->more : 0;
	if ((c % 3 == 0 && !(last && w->packed)) || always_plain) {
		memcpy(buf, all, len);
		sum(buf, len);
		put(o, buf, len + 4);
		return false;
	}
	if (compress2(buf, &n, all, len, 9) != Z_OK)
		abort();
	put(o, buf, n);
	return true;
}

static void
table(struct out *o, const char *type, const uint32_t *e, off_t base,
    bool spoilt)
{
	uint8_t t[24 + 4 * EACH + 4] = { 0 };
	size_t i;

	le(t, EACH, 4);
	le(t + 8, (uint64_t)base, 8);
	sum(t, 20);
	for (i = 0; i < EACH; i++)
		le(t + 24 + 4 * i, e[i], 4);
	sum(t + 24, (size_t)4 * EACH);
	t[24] ^= spoilt;
	descriptor(o, type, sizeof(t));
	put(o, t, sizeof(t));
}

static void
chunks(struct out *o, unsigned int seg, const struct wrong *w)
{
	struct out head = *o;
	uint32_t e[EACH], off;
	unsigned int i;

	o->at += DESCRIPTOR + w->far;
	for (i = 0; i < EACH; i++) {
		if (seg == w->cut && i == EACH / 2) {
			if (ftruncate(o->fd, o->at + 9) == -1)
				abort();
			o->at += 1000;
			break;
		}
		off = (uint32_t)(o->at - head.at);
		/* Past 2 GiB an entry has no room to say that one is packed. */
		e[i] = off;
		if (chunk(o, (seg - 1) * EACH + i, w, off > INT32_MAX))
			e[i] |= 1u << 31;
	}
	off = (uint32_t)(o->at - head.at - DESCRIPTOR);
	descriptor(&head, "sectors", off);
	if (seg == w->cut)
		return;
	table(o, "table", e, head.at - DESCRIPTOR, seg == w->notable);
	table(o, "table2", e, head.at - DESCRIPTOR, seg == w->notable);
}

static void
acquired(struct out *o, const struct wrong *w)
{
	size_t n = 520 + (size_t)w->errors * 8 + 4, i;
	uint8_t *p;

	if (w->errors == 0)
		return;
	p = calloc(1, n);
	le(p, w->errors, 4);
	sum(p, 516);
	for (i = 0; i < w->errors; i++) {
		le(p + 520 + i * 8, i * 2, 4);
		le(p + 524 + i * 8, 1, 4);
	}
	sum(p + 520, n - 524);
	descriptor(o, "error2", n);
	put(o, p, n);
	free(p);
}

static void
path_of(char path[64], unsigned int seg)
{
	snprintf(path, 64, "%s/x.E%02u", dir, seg);
}

static void
segment(unsigned int seg, const struct wrong *w)
{
	uint8_t head[13] = "EVF\x09\x0d\x0a\xff\x00\x01";
	struct out o = { 0 };
	char path[64];

	path_of(path, seg);
	unlink(path);
	if (seg == w->no)
		return;
	o.fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (o.fd == -1)
		abort();
	head[9] = (uint8_t)seg;
	put(&o, head, sizeof(head));
	volume(&o, seg == 1 ? "volume" : "data", w, seg == w->foreign);
	chunks(&o, seg, w);
	if (seg != w->cut) {
		if (seg == SEGMENTS)
			acquired(&o, w);
		descriptor(&o, seg == SEGMENTS ? "done" : "next", 0);
	}
	close(o.fd);
}

struct told {
	unsigned int n;
	uint64_t bytes; /* of w's own reason */
	const struct wrong *w;
	bool as_said; /* all of them inside w's gaps */
};

static void
tell(const struct fx_gap *g, void *arg)
{
	struct told *t = arg;
	size_t i, in = 0;

	t->n++;
	t->bytes += strcmp(g->why, t->w->why) == 0 ? g->len : 0;
	for (i = 0; i < 2; i++)
		in += g->off >= t->w->gap[i][0] * CHUNK &&
		    g->off + g->len <=
			(t->w->gap[i][0] + t->w->gap[i][1]) * CHUNK;
	t->as_said = t->as_said && in > 0;
}

/* Bytes that are in no gap must be the media's, those in one 0. */
static void
compare(const struct wrong *w)
{
	size_t c, bad = 0, i, n;
	bool lost;

	for (c = 0; c < CHUNKS; c++) {
		lost = false;
		for (i = 0; i < 2; i++)
			lost = lost ||
			    (c >= w->gap[i][0] &&
				c < w->gap[i][0] + w->gap[i][1]);
		n = c == CHUNKS - 1 ? CHUNK / 2 : CHUNK;
		for (i = 0; i < n; i++)
			bad += got[c * CHUNK + i] !=
			    (lost && w->errors == 0 ? 0 : media[c * CHUNK + i]);
	}
	is_int(bad, 0, "every byte");
}

static void
check(const struct wrong *w)
{
	struct told t = { .w = w, .as_said = true };
	uint64_t lost = (w->gap[0][1] + w->gap[1][1]) * CHUNK;
	struct fx_err err = { 0 };
	struct fx_image *img;
	char path[64];
	unsigned int seg;

	for (seg = 1; seg <= SEGMENTS; seg++)
		segment(seg, w);
	path_of(path, 1);
	img = fx_image_open(path, 0, &err);
	if (w->refused != NULL) {
		ok(img == NULL && err.code == FX_EFORMAT &&
			strstr(err.msg, w->refused) != NULL,
		    "%s: \"%s\"", w->what, err.msg);
		fx_image_close(img);
		return;
	}
	if (!ok(img != NULL, "%s %s", w->what, err.msg))
		return;
	is_int(fx_image_info(img)->size, MEDIA, "size");
	memset(got, 0xee, sizeof(got));
	is_int(fx_image_read(img, 0, got, MEDIA, tell, &t, &err), MEDIA,
	    "read");
	if (w->errors > 0) {
		is_int(t.n, w->errors, "each acquisition error is told");
		is_int(t.bytes, 512 * (size_t)w->errors, "as such");
	} else {
		/* The media ends in the middle of its last chunk. */
		if (w->gap[0][0] + w->gap[0][1] == CHUNKS)
			lost -= CHUNK / 2;
		is_int(t.bytes, lost, "bytes lost: %s", w->why);
	}
	ok(t.as_said, "where they are");
	compare(w);
	fx_image_close(img);
}

static const struct wrong wrongs[] = {
	{ .what = "nothing", .why = "" },
	{ .what = "part of a sector behind the media", .more = 100, .why = "" },
	{ .what = "the same, packed", .more = 100, .packed = true, .why = "" },
	{ .what = "a padded chunk",
	    .more = CHUNK / 2,
	    .packed = true,
	    .why = "" },
	{ .what = "chunks across 2 GiB",
	    .far = ((off_t)1 << 31) - (off_t)3 * CHUNK,
	    .why = "" },
	{ .what = "tables of segment 2", .notable = 2, .why = "" },
	{ .what = "tables of the last", .notable = SEGMENTS, .why = "" },
	{ .what = "the second lacks",
	    .no = 2,
	    .gap = { { EACH, EACH } },
	    .why = "segment missing" },
	{ .what = "the last lacks",
	    .no = SEGMENTS,
	    .gap = { { 3 * EACH, EACH } },
	    .why = "segment missing" },
	{ .what = "the third is of another image",
	    .foreign = 3,
	    .gap = { { 2 * EACH, EACH } },
	    .why = "segment missing" },
	{ .what = "the third is cut",
	    .cut = 3,
	    .gap = { { 2 * EACH + EACH / 2, EACH - EACH / 2 } },
	    .why = "segment truncated" },
	{ .what = "the last is cut",
	    .cut = SEGMENTS,
	    .gap = { { 3 * EACH + EACH / 2, EACH - EACH / 2 } },
	    .why = "segment truncated" },
	{ .what = "the second lacks, the third is cut",
	    .no = 2,
	    .cut = 3,
	    .gap = { { EACH, 2 * EACH } },
	    .why = "segment missing" },
	{ .what = "acquisition errors",
	    .errors = 3,
	    .gap = { { 0, 1 } },
	    .why = "unreadable when acquired" },
	{ .what = "more of them than one answer holds",
	    .errors = 150,
	    .gap = { { 0, CHUNKS } },
	    .why = "unreadable when acquired" },
	{ .what = "a wrong count of chunks", .chunks = 7, .why = "" },
	{ .what = "sectors of no size",
	    .bytes = UINT32_MAX,
	    .refused = "how large" },
	{ .what = "huge chunks", .per = UINT32_MAX, .refused = "how large" },
	{ .what = "more sectors than can be",
	    .sectors = UINT64_MAX,
	    .refused = "how large" },
};

/* Files whose names could be those of segments lie beside all of them. */
static void
strays(bool lie)
{
	static const char *const names[] = { "LOG", "RAW", "txt" };
	char path[64];
	size_t i;
	FILE *f;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/x.%s", dir, names[i]);
		if (!lie)
			unlink(path);
		else if ((f = fopen(path, "w")) == NULL ||
		    fputs(i == 0 ? "" : "acquired without an error\n", f) < 0 ||
		    fclose(f) != 0)
			abort();
	}
}

int
main(void)
{
	char path[64];
	unsigned int i;

	if (mkdtemp(dir) == NULL)
		abort();
	for (i = 0; i < MEDIA; i++)
		media[i] = (uint8_t)(i % CHUNK == 7 ? i / CHUNK + 1
						    : i * 2654435761u >> 27);
	strays(true);
	for (i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++)
		check(&wrongs[i]);
	strays(false);
	for (i = 1; i <= SEGMENTS; i++) {
		path_of(path, i);
		unlink(path);
	}
	ok(rmdir(dir) == 0, "nothing left behind");
	return done();
}
