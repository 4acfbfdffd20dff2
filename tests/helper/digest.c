/* digest.c - a file's digests: of the file at once, and of pieces of it */
#include <stdio.h>
#include <stdlib.h>

#include "forensic/bytes.h"
#include "forensic/hash.h"

static int
fail(const char *path, const struct fx_err *err)
{
	fprintf(stderr, "digest: %s: %s\n", path, err->msg);
	return 1;
}

static void
show(const char *what, const uint8_t *out, size_t n)
{
	char hex[2 * FX_HASH_MAX + 1];

	fx_hex(hex, out, n);
	printf("%s %s\n", what, hex);
}

static char buf[1 << 16];

/* usage: digest FILE STEP: whole-file SHA-256, then each algorithm by STEP. */
int
main(int argc, char *argv[])
{
	uint8_t out[FX_HASH_MAX];
	struct fx_hash *h[FX_HASHES];
	struct fx_err err;
	size_t step, n;
	FILE *f;
	int i;

	if (argc != 3 || (step = strtoul(argv[2], NULL, 10)) == 0 ||
	    step > sizeof(buf) || (f = fopen(argv[1], "rb")) == NULL)
		return 2;
	if (fx_sha256_file(out, argv[1], &err) == -1)
		return fail(argv[1], &err);
	show("file", out, FX_SHA256_LEN);
	for (i = 0; i < FX_HASHES; i++)
		if ((h[i] = fx_hash_new((enum fx_hash_alg)i, &err)) == NULL)
			return fail(argv[1], &err);
	while ((n = fread(buf, 1, step, f)) > 0)
		for (i = 0; i < FX_HASHES; i++)
			if (fx_hash_add(h[i], buf, n, &err) == -1)
				return fail(argv[1], &err);
	for (i = 0; i < FX_HASHES; i++) {
		if (fx_hash_end(h[i], out, &err) == -1)
			return fail(argv[1], &err);
		show(fx_hash_name((enum fx_hash_alg)i), out,
		    fx_hash_len((enum fx_hash_alg)i));
		fx_hash_free(h[i]);
	}
	return fclose(f) != 0;
}
