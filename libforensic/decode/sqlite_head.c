/* sqlite_head.c - the headers of SQLite databases and their logs */
#include <string.h>

#include "forensic/bytes.h"
#include "sqlite.h"

enum {
	USABLE_LEAST = 480, /* bytes of a page that are not reserved */
	WAL_VERSION = 3007000,
};

static bool
power(uint32_t n)
{
	return n >= SQL_LEAST && n <= SQL_MOST && (n & (n - 1)) == 0;
}

uint32_t
sql_file_head(const uint8_t *p, size_t n)
{
	uint32_t size;

	if (n < SQL_FILE_HEAD || memcmp(p, "SQLite format 3", 16) != 0)
		return 0;
	size = fx_be16(p + 16);
	if (size == 1)
		size = SQL_MOST;
	if (!power(size) || size - p[20] < USABLE_LEAST || p[18] > 2 ||
	    p[19] > 2 || p[21] != 64 || p[22] != 32 || p[23] != 32 ||
	    fx_be32(p + 56) > 3)
		return 0;
	return size;
}

uint32_t
sql_wal_head(const uint8_t *p, size_t n)
{
	uint32_t s0 = 0, s1 = 0, size, i, x;

	if (n < SQL_WAL_HEAD || fx_be32(p) >> 1 != 0x377f0682 >> 1 ||
	    fx_be32(p + 4) != WAL_VERSION)
		return 0;
	for (i = 0; i < SQL_WAL_HEAD - 8; i += 8) {
		x = (p[3] & 1) != 0 ? fx_be32(p + i) : fx_le32(p + i);
		s0 += x + s1;
		x = (p[3] & 1) != 0 ? fx_be32(p + i + 4) : fx_le32(p + i + 4);
		s1 += x + s0;
	}
	size = fx_be32(p + 8);
	if (s0 != fx_be32(p + 24) || s1 != fx_be32(p + 28) || !power(size))
		return 0;
	return size;
}

static const uint8_t journal_magic[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1,
	0x63, 0xd7 };

uint32_t
sql_journal_head(const uint8_t *p, size_t n)
{
	uint32_t sector;

	if (n < SQL_JOURNAL_HEAD ||
	    memcmp(p, journal_magic, sizeof(journal_magic)) != 0)
		return 0;
	sector = fx_be32(p + 20);
	if (sector < 32 || sector > SQL_MOST || (sector & (sector - 1)) != 0 ||
	    !power(fx_be32(p + 24)))
		return 0;
	return fx_be32(p + 24);
}
