/* scan_files.c - files in pieces: which jobs they are, and what these tell */
#include <zlib.h>

#include "forensic/files.h"
#include "scan_fake.h"
#include "scan_image.h"
#include "tap.h"

enum { SIZE = 96 << 10, MOST = 8 };

/* A map made for the test; the linker takes these functions. */
struct fx_map {
	struct fx_volume volume;
	struct fx_map_stream stream[MOST];
	struct fx_map_run run[MOST][4];
	uint32_t n;
	bool deleted[MOST];
	const uint8_t *packed; /* what fx_map_read gives */
	uint64_t npacked;
};

size_t
fx_map_streams(const struct fx_map *map)
{
	return map->n;
}

const struct fx_volume *
fx_map_volume(const struct fx_map *map, uint32_t i)
{
	return i == 0 ? &map->volume : NULL;
}

void
fx_map_file(const struct fx_map *map, uint32_t i, struct fx_map_file *out)
{
	*out = (struct fx_map_file){ .volume = 0,
		.address = i,
		.deleted = map->deleted[i] };
}

void
fx_map_stream(const struct fx_map *map, uint32_t i, struct fx_map_stream *out)
{
	*out = map->stream[i];
	out->file = i;
}

void
fx_map_run(const struct fx_map *map, uint32_t i, size_t n,
    struct fx_map_run *out)
{
	*out = map->run[i][n];
}

void
fx_map_address(const struct fx_map *map, uint32_t i, char out[FX_ADDRESS_LEN])
{
	(void)map;
	snprintf(out, FX_ADDRESS_LEN, "%u-128-1", 100 + i);
}

ssize_t
fx_map_read(struct fx_map *map, uint32_t i, uint64_t off, void *buf, size_t n,
    struct fx_err *err)
{
	(void)i, (void)err;
	if (off >= map->npacked)
		return 0;
	if (n > map->npacked - off)
		n = (size_t)(map->npacked - off);
	memcpy(buf, map->packed + off, n);
	return (ssize_t)n;
}

/* All jobs, a line each. */
static void
list(struct fx_files *files, uint64_t from, uint64_t to, struct fx_buf *b)
{
	struct fx_scan_jobs jobs;
	struct fx_scan_job job;
	struct fx_err err;
	void *w;

	fx_files_jobs(files, &jobs);
	w = jobs.worker(jobs.arg, NULL, &err);
	jobs.seek(w, from, to, &err);
	while (jobs.next(w, &job, &err) == 1)
		fx_buf_printf(b, "%d %s %d-%d\n", (int)job.at, job.prefix,
		    (int)job.from, (int)job.to);
	fx_buf_str(b, "");
	jobs.gone(w);
}

static void
one(struct fx_map *map, uint64_t size, unsigned int flags, const char *text)
{
	struct fx_map_stream *s = &map->stream[map->n];
	struct fx_map_run *r = map->run[map->n++];
	char *end;

	*s = (struct fx_map_stream){ .size = size,
		.init = size,
		.flags = flags };
	for (; *text != '\0'; text = end, r++, s->runs++) {
		r->at = strtoull(text, &end, 10);
		r->off = strtoull(end + 1, &end, 10); /* behind a colon */
		r->len = strtoull(end + 1, &end, 10); /* behind a plus */
	}
}

static const struct {
	const char *what, *runs;
	uint64_t size, init;
	unsigned int flags;
	const char *jobs;
	uint64_t unit;
} cases[] = {
	{ "in one piece", "0:4096+8192", 8000, 8000, 0, "", 0 },
	{ "in runs that touch", "0:4096+4096 4096:8192+4096", 8000, 8000, 0, "",
	    0 },
	{ "in two", "0:8192+4096 4096:4096+4096", 8000, 8000, 0,
	    "4096 V3/100-128-1 4096-8000\n8192 V3/100-128-1 0-4096\n", 0 },
	{ "a hole first", "4096:4096+4096", 8192, 8192, 0,
	    "4096 V3/100-128-1 4096-8192\n", 0 },
	{ "a hole last", "0:4096+4096", 8192, 8192, 0,
	    "4096 V3/100-128-1 0-4096\n", 0 },
	{ "never stored to its end", "0:4096+8192", 8192, 5000, 0,
	    "4096 V3/100-128-1 0-5000\n", 0 },
	{ "nothing but holes", "", 8192, 8192, 0, "", 0 },
	{ "empty", "0:4096+4096", 0, 0, 0, "", 0 },
	{ "past the image", "0:4096+4096 4096:999999+4096", 8192, 8192, 0,
	    "4096 V3/100-128-1 0-4096\n", 0 },
	{ "compressed", "0:4096+4096", 60000, 60000, FX_STREAM_COMPRESSED,
	    "4096 V3/100-128-1 0-60000\n", 0 },
	{ "compressed, stored all of it", "0:4096+8192", 8192, 8192,
	    FX_STREAM_COMPRESSED, "", 4096 },
	{ "compressed, a unit stored and one packed",
	    "0:4096+4096 4096:8192+512", 8000, 8000, FX_STREAM_COMPRESSED,
	    "4096 V3/100-128-1 0-4096\n8192 V3/100-128-1 4096-8000\n", 4096 },
	{ "compressed, a unit stored in two runs, and behind it packed ones",
	    "0:4096+512 512:40960+3584 4096:8192+512 8192:9216+512", 12000,
	    12000, FX_STREAM_COMPRESSED,
	    "4096 V3/100-128-1 0-512\n8192 V3/100-128-1 4096-12000\n"
	    "40960 V3/100-128-1 512-4096\n",
	    4096 },
	{ "compressed, with holes between", "4096:4096+512 65536:8192+512",
	    70000, 70000, FX_STREAM_COMPRESSED,
	    "4096 V3/100-128-1 4096-8192\n8192 V3/100-128-1 65536-69632\n",
	    4096 },
	{ "in a record, no guard near", "0:4200+300", 300, 300,
	    FX_STREAM_RESIDENT, "", 0 },
	{ "in a record, up to the guard", "0:4196+410", 410, 410,
	    FX_STREAM_RESIDENT, "", 0 },
	{ "in a record, with the guard", "0:4196+411", 411, 411,
	    FX_STREAM_RESIDENT, "4196 V3/100-128-1 0-411\n", 0 },
};

static void
check_cases(void)
{
	struct fx_image img = { .size = SIZE, .info = { .size = SIZE } };
	struct fx_buf b = { .len = 0 };
	struct fx_files *files;
	struct fx_err err;
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		struct fx_map map = {
			.volume = { .number = 3, .off = 0, .fs = "ntfs" }
		};

		one(&map, cases[i].size, cases[i].flags, cases[i].runs);
		map.stream[0].init = cases[i].init;
		map.stream[0].unit = (uint32_t)cases[i].unit;
		files = fx_files_new(&map, &img, false, &err);
		fx_buf_reset(&b);
		list(files, 0, UINT64_MAX, &b);
		is_str(fx_buf_text(&b), cases[i].jobs, "%s", cases[i].what);
		fx_files_free(files);
	}
	fx_buf_done(&b);
}

/* Several files: in order of place, then of name; those of a range alone. */
static void
check_order(void)
{
	struct fx_image img = { .size = SIZE, .info = { .size = SIZE } };
	struct fx_map map = { .volume = { .number = 1, .fs = "ext4" } };
	struct fx_buf b = { .len = 0 };
	struct fx_files *files;
	struct fx_err err;

	one(&map, 2000, 0, "0:8192+1000 1000:4096+1000");
	one(&map, 2000, 0, "0:4096+1000 1000:8192+1000");
	one(&map, 3000, 0, "0:512+1000 2000:512+1000");
	files = fx_files_new(&map, &img, false, &err);
	list(files, 0, UINT64_MAX, &b);
	is_str(fx_buf_text(&b),
	    "512 V1/102-128-1 0-1000\n512 V1/102-128-1 2000-3000\n"
	    "4096 V1/100-128-1 1000-2000\n4096 V1/101-128-1 0-1000\n"
	    "8192 V1/100-128-1 0-1000\n8192 V1/101-128-1 1000-2000\n",
	    "in order");
	is_int((int64_t)fx_files_count(files), 6, "counted");
	fx_buf_reset(&b);
	list(files, 513, 8192, &b);
	is_str(fx_buf_text(&b),
	    "4096 V1/100-128-1 1000-2000\n4096 V1/101-128-1 0-1000\n",
	    "those of a range");
	fx_files_free(files);
	fx_buf_done(&b);
}

static bool
claims(struct fx_files *files, uint64_t at, const char *decoder)
{
	const struct fx_decoder d = { .name = decoder };
	struct fx_scan_jobs jobs;
	struct fx_err err;
	void *worker;
	bool yes;

	fx_files_jobs(files, &jobs);
	worker = jobs.worker(jobs.arg, NULL, &err);
	yes = jobs.claims(worker, at, &d);
	jobs.gone(worker);
	return yes;
}

/*
 * A deleted file: none where allocated ones are asked for; and no claim to a
 * unit that is gone.
 */
static void
check_deleted(void)
{
	struct fx_image img = { .size = SIZE, .info = { .size = SIZE } };
	struct fx_map map = { .volume = { .number = 1, .fs = "ntfs" },
		.packed = (const uint8_t *)"", /* of the second unit nothing */
		.npacked = 0 };
	struct fx_files *files;
	struct fx_err err;

	one(&map, 60000, FX_STREAM_COMPRESSED, "0:4096+4096");
	one(&map, 60000, FX_STREAM_COMPRESSED, "0:12288+4096");
	map.deleted[1] = true;
	map.stream[1].unit = 65536;
	files = fx_files_new(&map, &img, false, &err);
	is_int((int64_t)fx_files_count(files), 2, "deleted files have jobs");
	ok(claims(files, 4096, "LZNT1") && claims(files, 8191, "LZNT1"),
	    "units of a compressed file are the file's");
	ok(!claims(files, 4095, "LZNT1") && !claims(files, 8192, "LZNT1"),
	    "those beside it are not");
	ok(!claims(files, 4096, "GZIP"), "nor is what else begins there");
	ok(!claims(files, 12288, "LZNT1"), "nor a unit that cannot be read");
	fx_files_free(files);
	files = fx_files_new(&map, &img, true, &err);
	is_int((int64_t)fx_files_count(files), 1,
	    "but not where allocated files are asked for");
	fx_files_free(files);
}

/* The events of a scan with jobs. */
static int
told(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct fx_buf *b = arg;

	(void)err;
	fx_buf_printf(b, "%d %s %d %s\n", (int)f->off,
	    f->path != NULL ? f->path : "-", (int)f->len, f->value);
	return 0;
}

static const struct fx_decoder *const *use_decoders; /* NULL: none */

static void
scan(struct fx_image *img, struct fx_files *files, unsigned int threads,
    size_t block, struct fx_buf *b)
{
	static const struct fx_carver *const set[] = { &fake_num, NULL };
	struct fx_scan_jobs jobs;
	struct fx_scan_options opt = { .threads = threads,
		.block = block,
		.jobs = &jobs,
		.decoders = use_decoders,
		.min = INT32_MIN,
		.nohash = true };
	struct fx_scan_sink sink = { .found = told, .arg = b };
	struct fx_scan_result res;
	struct fx_err err;

	img->pos = 0;
	fx_buf_reset(b);
	fx_files_jobs(files, &jobs);
	if (fx_scan(img, set, &opt, &sink, &res, &err) == -1)
		printf("# %s\n", err.msg);
	fx_buf_str(b, "");
}

static void
put(uint8_t *p, size_t at, const char *text)
{
	for (p += at; *text != '\0'; text++)
		*p++ = (uint8_t)*text;
}

/*
 * A number across a seam, of which the image shows the halves; one that ends at
 * a seam, behind which the image has a digit more; a compressed file; and
 * numbers that end and begin at a seam, of which the image has no more.
 */
static void
check_scan(void)
{
	static const char want[] = "300 - 4 1234\n"
				   "4096 V2/100-128-1@1020 8 11112222\n"
				   "4500 - 6 454545\n"
				   "5116 - 4 1111\n"
				   "20480 - 4 2222\n"
				   "20480 V2/100-128-1@2040 8 33334444\n"
				   "21496 - 9 333344447\n"
				   "30000 V2/101-128-1@70000 5 98765\n"
				   "51019 - 5 77777\n"
				   "80000 - 5 88888\n";
	static const struct {
		unsigned int threads;
		size_t block;
	} ways[] = { { 1, 0 }, { 1, 4096 }, { 3, 5000 }, { 2, 16384 },
		{ 4, 700 } };
	uint8_t *p = malloc(SIZE), *packed = malloc(80000);
	struct fx_image img = { .size = SIZE,
		.p = p,
		.info = { .size = SIZE } };
	struct fx_map map = { .volume = { .number = 2, .fs = "ntfs" },
		.packed = packed,
		.npacked = 80000 };
	struct fx_buf b = { .len = 0 };
	struct fx_files *files;
	struct fx_err err;
	size_t i;

	memset(p, '.', SIZE);
	memset(packed, ',', 80000);
	put(packed, 70000, "98765");
	put(p, 300, "1234");
	one(&map, 3000, 0, "0:4096+1024 1024:20480+1024 2048:40960+1024");
	put(p, 4096 + 1020, "1111");
	put(p, 20480, "2222");
	put(p, 20480 + 1016, "333344447");
	put(p, 4500, "454545");
	one(&map, 80000, FX_STREAM_COMPRESSED, "0:30000+1000");
	one(&map, 2048, 0, "0:50000+1024 1024:60000+1024");
	one(&map, 2048, 0, "0:70000+1024 1024:80000+1024");
	put(p, 51019, "77777");
	put(p, 80000, "88888");
	files = fx_files_new(&map, &img, false, &err);
	for (i = 0; i < FX_LEN(ways); i++) {
		scan(&img, files, ways[i].threads, ways[i].block, &b);
		is_str(fx_buf_text(&b), want, "%u threads, blocks of %zu",
		    ways[i].threads, ways[i].block);
	}
	fx_files_free(files);
	fx_buf_done(&b);
	free(p);
	free(packed);
}

/* Letters, with an early number and a late one, as a member of gzip. */
static size_t
pack(uint8_t *out, size_t cap)
{
	enum { TEXT = 9000 };
	static uint8_t text[TEXT];
	z_stream z = { .next_in = text,
		.avail_in = TEXT,
		.next_out = out,
		.avail_out = (uInt)cap };
	uint64_t s = 5;
	size_t i;

	for (i = 0; i < TEXT; i++)
		text[i] = (uint8_t)('a' + fake_next(&s) % 26);
	put(text, 50, "246802");
	put(text, TEXT - 50, "135791");
	if (deflateInit2(&z, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY) !=
		Z_OK ||
	    deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	deflateEnd(&z);
	return cap - z.avail_out;
}

/*
 * A member of gzip in two runs: what the first gives is the image's, the rest
 * the file's; one that a run holds is the image's alone.
 */
static void
check_packed(void)
{
	uint8_t *p = malloc(SIZE), gz[12000];
	struct fx_image img = { .size = SIZE,
		.p = p,
		.info = { .size = SIZE } };
	struct fx_map map = { .volume = { .number = 2, .fs = "ntfs" } };
	struct fx_buf b = { .len = 0 };
	struct fx_files *files;
	struct fx_err err;
	size_t n = pack(gz, sizeof(gz)), i;
	uint64_t seed = 9;

	ok(n > 5000 && n < 8192, "%zu bytes of gzip", n);
	for (i = 0; i < SIZE; i++) /* no digits, and no codes of deflate */
		p[i] = (uint8_t)(0x80 | fake_next(&seed));
	memcpy(p + 4096, gz, 4096);
	memcpy(p + 20480, gz + 4096, n - 4096);
	memcpy(p + 40960, gz, n);
	one(&map, n, 0, "0:4096+4096 4096:20480+4096");
	one(&map, 16384, 0, "0:40960+8192 8192:61440+8192");
	files = fx_files_new(&map, &img, false, &err);
	use_decoders = fx_decoders;
	scan(&img, files, 2, 0, &b);
	is_str(fx_buf_text(&b),
	    "4096 4096-GZIP-50 6 246802\n"
	    "4096 V2/100-128-1@0-GZIP-8950 6 135791\n"
	    "40960 40960-GZIP-50 6 246802\n"
	    "40960 40960-GZIP-8950 6 135791\n",
	    "each number once");
	use_decoders = NULL;
	fx_files_free(files);
	fx_buf_done(&b);
	free(p);
}

int
main(void)
{
	check_packed();
	check_cases();
	check_order();
	check_deleted();
	check_scan();
	return done();
}
