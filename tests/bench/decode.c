/*
 * decode.c - each decoder beside the program whose library or format it is
 *
 *	decode [-r ROUNDS] [-s MIB]
 *
 * The same packed bytes are unpacked by that program, into nothing, and by our
 * decoder in its box, read to the end without a look at what comes.  Both sides
 * read the packed file from the page cache.  Median of the rounds, by the wall;
 * rates are of what comes out.
 */
#include <sys/stat.h>

#include <stdbool.h>
#include <string.h>

#include "child.h"
#include "forensic/decode.h"

enum { ROUNDS_MOST = 99, PIECE = 64 << 10 };

static const struct {
	const char *name, *need, *pack, *unpack;
} rows[] = {
	{ "GZIP", "gzip", "gzip -c", "exec gzip -dc packed" },
	{ "ZLIB", "pigz", "pigz -zc", "exec pigz -dzc -p1 <packed" },
	{ "ZIP", "zip", "zip -q - -", "exec unzip -p packed" },
	{ "BZIP2", "bzip2", "bzip2 -c", "exec bzip2 -dc packed" },
	{ "XZ", "xz", "xz -1c", "exec xz -dc <packed" },
	{ "ZSTD", "zstd", "zstd -qc", "exec zstd -qdc packed" },
	{ "LZ4", "lz4", "lz4 -qc", "exec lz4 -qdc packed" },
	{ "BASE64", "base64", "base64", "exec base64 -d packed" },
	{ "HEX", "xxd", "xxd -p", "exec xxd -r -p packed" },
};

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof(*v), by_value);
	return v[n / 2];
}

/* All of a file. */
static uint8_t *
load(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	struct stat st;
	uint8_t *p;

	if (f == NULL || fstat(fileno(f), &st) == -1)
		err(4, "%s", path);
	*n = (size_t)st.st_size;
	if ((p = malloc(*n + 1)) == NULL || fread(p, 1, *n, f) != *n)
		err(4, "%s", path);
	fclose(f);
	return p;
}

/* Seconds that our decoder takes for the packed file; *out: what it gives. */
static double
ours(struct fx_box *box, const struct fx_decoder *decoder, uint64_t *out)
{
	static uint8_t piece[PIECE];
	struct fx_memory m;
	struct fx_source src = fx_source_memory(&m);
	double began = child_clock();
	struct fx_decode *d;
	struct fx_err e;
	uint8_t *p;
	ssize_t n;

	m.p = p = load("packed", &m.n);
	if ((d = fx_decode_open(box, decoder, &src, 0, &e)) == NULL)
		errx(4, "%s: %s", decoder->name, e.msg);
	for (*out = 0; (n = fx_decode_read(d, piece, sizeof piece, &e)) > 0;)
		*out += (uint64_t)n;
	if (n == -1)
		errx(4, "%s: %s", decoder->name, e.msg);
	fx_decode_close(d);
	free(p);
	return child_clock() - began;
}

static bool
have(const char *tool)
{
	char command[128];

	snprintf(command, sizeof command, "command -v %s", tool);
	return child_run(command, "/dev/null", "/dev/null").status == 0;
}

static void
row(size_t i, struct fx_box *box, int rounds, size_t size)
{
	const struct fx_decoder *d = fx_decoder_find(rows[i].name,
	    strlen(rows[i].name));
	double theirs[ROUNDS_MOST], mine[ROUNDS_MOST], a, b;
	struct child c;
	uint64_t out = 0;
	int r;

	if (d == NULL || !have(rows[i].need)) {
		printf("%-8s %s is not here\n", rows[i].name,
		    d == NULL ? "the decoder" : rows[i].need);
		return;
	}
	if (child_run(rows[i].pack, "plain", "packed").status != 0)
		errx(4, "%s fails", rows[i].pack);
	for (r = 0; r < rounds; r++) {
		c = child_run(rows[i].unpack, "/dev/null", "/dev/null");
		if (c.status != 0)
			errx(4, "%s: exit %d", rows[i].unpack, c.status);
		theirs[r] = c.seconds;
		mine[r] = ours(box, d, &out);
		if (out != size)
			errx(4, "%s: %llu bytes of %zu", rows[i].name,
			    (unsigned long long)out, size);
	}
	a = median(theirs, rounds);
	b = median(mine, rounds);
	printf("%-8s %8.0f %8.0f %8.2f  %s\n", rows[i].name,
	    (double)size / a / 1e6, (double)size / b / 1e6, b / a,
	    rows[i].unpack + strlen("exec "));
}

int
main(int argc, char *argv[])
{
	size_t mib = 64, n, i;
	int c, rounds = 5;
	char command[256];
	struct fx_box *box;
	struct fx_err e;

	while ((c = getopt(argc, argv, "r:s:")) != -1) {
		if (c == 'r')
			rounds = (int)strtol(optarg, NULL, 10);
		else if (c == 's')
			mib = strtoul(optarg, NULL, 10);
		else
			return 2;
	}
	if (rounds < 1 || rounds > ROUNDS_MOST || mib < 1 || mib > 1024)
		return 2;
	child_tools();
	snprintf(command, sizeof command,
	    "find /usr/share/doc /usr/lib -type f -print0 | sort -z | "
	    "xargs -0 cat 2>/dev/null | head -c %zu",
	    mib << 20);
	child_run(command, "/dev/null", "plain");
	free(load("plain", &n));
	if ((box = fx_box_new(&e)) == NULL)
		errx(4, "%s", e.msg);
	printf("%zu MiB of files, median of %d rounds; MB/s of output\n",
	    n >> 20, rounds);
	printf("%-8s %8s %8s %8s  %s\n", "decoder", "theirs", "ours", "ratio",
	    "theirs is");
	for (i = 0; i < FX_LEN(rows); i++)
		row(i, box, rounds, n);
	fx_box_free(box);
	unlink("plain");
	unlink("packed");
	return 0;
}
