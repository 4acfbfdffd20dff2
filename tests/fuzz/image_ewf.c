/*
 * image_ewf.c - fuzz the map of an E01 segment file
 *
 * The sums of sections are made right first: else hardly an input would come
 * past the first one.
 */
#include <sys/mman.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "../../libforensic/image/ewf.h"
#include "forensic/bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SUM_AT = 72, VOLUME = 94, TABLE_SUM_AT = 20, CHUNKS = 64 };

static void
sum(uint8_t *p, size_t n)
{
	uint32_t s = (uint32_t)adler32_z(1, p, n);
	size_t i;

	for (i = 0; i < 4; i++)
		p[n + i] = (uint8_t)(s >> 8 * i);
}

/* Sections, one behind the other as their descriptors say. */
static void
mend(uint8_t *p, size_t size)
{
	size_t off = EWF_FILE_HEADER, left;
	uint64_t next;

	while (off + EWF_SECTION <= size) {
		left = size - off - EWF_SECTION;
		sum(p + off, SUM_AT);
		if (memcmp(p + off, "table", 5) == 0 && left >= 24)
			sum(p + off + EWF_SECTION, TABLE_SUM_AT);
		else if (memcmp(p + off, "volume", 6) == 0 && left >= VOLUME)
			sum(p + off + EWF_SECTION, VOLUME - 4);
		next = fx_le64(p + off + 16);
		if (next <= off || next > size)
			return;
		off = (size_t)next;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[40];
	struct segments list = { 0 };
	struct ewf_map map;
	struct fx_err err;
	enum bad why;
	uint64_t c;
	size_t len;
	uint8_t *p = malloc(size + 1);
	int fd = memfd_create("E01", MFD_CLOEXEC);

	if (p == NULL || fd == -1)
		abort();
	if (size > 0)
		memcpy(p, data, size);
	mend(p, size);
	if (write(fd, p, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (segments_add(&list, path, &err) == -1)
		abort();
	if (ewf_map_open(&map, &list, &err) == 0)
		for (c = 0; c < map.chunks && c < CHUNKS; c++)
			ewf_chunk(&map, c, &len, &why);
	ewf_map_done(&map);
	segments_done(&list);
	close(fd);
	free(p);
	return 0;
}
