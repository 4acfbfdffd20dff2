/*
 * fxpack.c - pack standard input as Windows does, for tests
 *
 * usage: fxpack lznt1|xpress|mam|sets <file: at most 64 KiB; for xpress and
 *        sets whole pages
 */
#include <stdio.h>

#include "lz_pack.h"

enum { MOST = 1 << 16, PFN = 4711 /* page of memory */ };

int
main(int argc, char *argv[])
{
	static uint8_t in[MOST], out[2 * MOST + 1024];
	size_t n = fread(in, 1, sizeof(in), stdin), len = 0;

	if (argc == 2 && strcmp(argv[1], "lznt1") == 0)
		len = pack_lznt1(in, n, out);
	else if (argc == 2 && strcmp(argv[1], "xpress") == 0)
		len = pack_xpress(in, n, out);
	else if (argc == 2 && strcmp(argv[1], "mam") == 0)
		len = pack_mam(in, n, out);
	else if (argc == 2 && strcmp(argv[1], "sets") == 0)
		len = pack_set(in, n, PFN, 2, out);
	if (len == 0) {
		fprintf(stderr, "fxpack: lznt1, xpress, mam or sets\n");
		return 2;
	}
	return fwrite(out, 1, len, stdout) != len || fflush(stdout) != 0;
}
