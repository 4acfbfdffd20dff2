/* fxmap.c - for the tests: the content of every file that a map knows */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/fs.h"
#include "forensic/hash.h"

enum { PIECE = 300000, NAME = 320 };

static void
digest(struct fx_map *map, uint32_t i, uint64_t size, char *hex)
{
	static uint8_t buf[PIECE];
	uint8_t sum[FX_SHA256_LEN];
	struct fx_hash *h;
	struct fx_err err;
	uint64_t off = 0;
	ssize_t got = 0;

	if ((h = fx_hash_new(FX_SHA256, &err)) == NULL)
		exit(4);
	while (off < size) {
		got = fx_map_read(map, i, off, buf, sizeof(buf), &err);
		if (got <= 0)
			break;
		if (fx_hash_add(h, buf, (size_t)got, &err) == -1)
			exit(4);
		off += (uint64_t)got;
	}
	if (fx_hash_end(h, sum, &err) == -1)
		exit(4);
	fx_hash_free(h);
	fx_hex(hex, sum, sizeof(sum));
	if (off < size)
		snprintf(hex, NAME, "%s after %" PRIu64,
		    got == -1 ? err.msg : "end", off);
}

int
main(int argc, char *argv[])
{
	const struct fx_map_options opt = { .types = true };
	char address[FX_ADDRESS_LEN], hex[NAME];
	struct fx_map_stream s;
	struct fx_map_file f;
	struct fx_image *img;
	struct fx_map *map;
	struct fx_err err;
	uint32_t i;

	if (argc != 2 || (img = fx_image_open(argv[1], 0, &err)) == NULL ||
	    (map = fx_map_new(img, &opt, &err)) == NULL)
		return 4;
	for (i = 0; i < fx_map_streams(map); i++) {
		fx_map_stream(map, i, &s);
		fx_map_file(map, s.file, &f);
		if ((s.flags & FX_STREAM_DATA) == 0 || f.type != '-')
			continue;
		fx_map_address(map, i, address);
		digest(map, i, s.size, hex);
		printf("%u %s %s %s\n", fx_map_volume(map, f.volume)->number,
		    address, hex, fx_map_type(map, i));
	}
	fx_map_free(map);
	fx_image_close(img);
	return 0;
}
