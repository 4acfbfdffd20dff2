/* confine.c - what a reader keeps: its files, and memory for their tables */
#include "confine.h"
#include "forensic/bytes.h"

static int
open_file(void *arg, size_t i)
{
	const struct segments *files = arg;

	return files->v[i].missing ? -1 : segment_open(files, i);
}

/*
 * Memory: room to work, and what the tables of files of this size can honestly
 * need (a chunk of zeros takes some 170 bytes of an E01, and some 16 of
 * libewf's memory).
 */
static uint64_t
room(const struct segments *files)
{
	const uint64_t work = UINT64_C(1) << 30;
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < files->n; i++)
		if (!fx_add(sum, files->v[i].size, &sum))
			return 0;
	if (!fx_mul(sum, 4, &sum) || !fx_add(sum, work, &sum))
		return 0;
	return sum;
}

struct fx_confined
confine(const struct segments *files)
{
	struct segments mine = *files;
	const struct fx_confine keep = { room(files), files->n, open_file,
		&mine };

	return fx_confine(&keep);
}
