/* fximg.c - for the tests: what an image says of itself, its gaps, its bytes */
#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/hash.h"
#include "forensic/image.h"

enum { BLOCK = 1 << 20 };

struct options {
	unsigned int flags;
	size_t block;
	uint64_t start, most; /* bytes to skip, and to read at most */
	const char *out;      /* file for the bytes */
	bool info;            /* no reading */
	bool again;           /* read through a second handle */
};

static int
usage(void)
{
	fputs("usage: fximg [-air] [-b block] [-n most] [-o out] [-s start] "
	      "image\n",
	    stderr);
	return 2;
}

static int
failed(const char *path, const struct fx_err *e)
{
	fprintf(stderr, "fximg: %s: %s\n", path, e->msg);
	return 4;
}

static void
print_info(const struct fx_image *img)
{
	const struct fx_image_info *i = fx_image_info(img);
	char hex[2 * FX_HASH_MAX + 1];
	int a;

	printf("format %s\nsize %ju\nsector %u\n", i->format,
	    (uintmax_t)i->size, i->sector);
	printf("stream %d raw %d confined %d notes \"%s\"\n", i->stream, i->raw,
	    i->confined, i->notes);
	for (a = 0; a < FX_HASHES; a++)
		if (i->stored[a].known) {
			fx_hex(hex, i->stored[a].sum,
			    fx_hash_len((enum fx_hash_alg)a));
			printf("stored %s %s\n",
			    fx_hash_name((enum fx_hash_alg)a), hex);
		}
}

static void
print_gap(const struct fx_gap *g, void *arg)
{
	unsigned int *n = arg;

	(*n)++;
	printf("gap %ju %ju %s\n", (uintmax_t)g->off, (uintmax_t)g->len,
	    g->why);
}

/* Read, hash and copy. Returns an exit status. */
static int
copy(struct fx_image *img, const struct options *o, FILE *out,
    struct fx_hash *h, struct fx_err *e)
{
	char hex[2 * FX_SHA256_LEN + 1];
	uint8_t sum[FX_SHA256_LEN], *buf;
	uint64_t done = 0;
	unsigned int gaps = 0;
	size_t want;
	ssize_t n = 1;

	if ((buf = malloc(o->block)) == NULL)
		err(4, "malloc");
	while (n > 0 && done < o->most) {
		want = o->most - done < o->block ? (size_t)(o->most - done)
						 : o->block;
		n = fx_image_read(img, o->start + done, buf, want, print_gap,
		    &gaps, e);
		if (n > 0) {
			fx_hash_add(h, buf, (size_t)n, e);
			fwrite(buf, 1, (size_t)n, out);
			done += (uint64_t)n;
		}
	}
	free(buf);
	if (n == -1)
		return 4;
	if (fx_hash_end(h, sum, e) == -1)
		return 4;
	fx_hex(hex, sum, sizeof(sum));
	printf("bytes %ju\nsha256 %s\n", (uintmax_t)done, hex);
	return gaps > 0 ? 3 : 0;
}

static int
run(const char *path, const struct options *o, FILE *out)
{
	struct fx_image *img, *two = NULL;
	struct fx_hash *h = NULL;
	struct fx_err e;
	int rc = 4;

	if ((img = fx_image_open(path, o->flags, &e)) == NULL)
		return failed(path, &e);
	print_info(img);
	if (o->info)
		rc = 0;
	else if ((!o->again || (two = fx_image_again(img, &e)) != NULL) &&
	    (h = fx_hash_new(FX_SHA256, &e)) != NULL)
		rc = copy(o->again ? two : img, o, out, h, &e);
	if (rc == 4)
		failed(path, &e);
	fx_hash_free(h);
	fx_image_close(two);
	fx_image_close(img);
	return rc;
}

int
main(int argc, char *argv[])
{
	struct options o = { .block = BLOCK,
		.most = UINT64_MAX,
		.out = "/dev/null" };
	FILE *out;
	int ch, rc;

	while ((ch = getopt(argc, argv, "ab:in:o:rs:")) != -1)
		switch (ch) {
		case 'a':
			o.again = true;
			break;
		case 'b':
			o.block = strtoull(optarg, NULL, 10);
			break;
		case 'i':
			o.info = true;
			break;
		case 'n':
			o.most = strtoull(optarg, NULL, 10);
			break;
		case 'o':
			o.out = optarg;
			break;
		case 'r':
			o.flags |= FX_IMAGE_RAW;
			break;
		case 's':
			o.start = strtoull(optarg, NULL, 10);
			break;
		default:
			return usage();
		}
	if (optind + 1 != argc || o.block == 0)
		return usage();
	if ((out = fopen(o.out, "we")) == NULL)
		err(4, "%s", o.out);
	rc = run(argv[optind], &o, out);
	if (fclose(out) != 0 || fflush(stdout) != 0)
		err(4, "output");
	return rc;
}
