/* pack.c - containers in which what is planted lies, each with its writer */
#include <archive.h>

#include "pack.h"

static int
pack_plain(const struct pack *pack, const void *p, size_t n, struct fx_buf *out,
    struct fx_err *err)
{
	(void)pack;
	fx_buf_put(out, p, n);
	return fx_buf_check(out, err);
}

enum {
	F7 = ARCHIVE_FORMAT_7ZIP,
	FT = ARCHIVE_FORMAT_TAR_USTAR,
	FZ = ARCHIVE_FORMAT_ZIP
};

const struct pack packs[] = {
	{ "plain", false, 0, pack_plain, 0, 0 },
	{ "gzip", false, 0, pack_archive, ARCHIVE_FILTER_GZIP, 0 },
	{ "zlib", false, 0, pack_zlib, 0, 0 },
	{ "bzip2", false, 0, pack_archive, ARCHIVE_FILTER_BZIP2, 0 },
	{ "xz", false, 0, pack_archive, ARCHIVE_FILTER_XZ, 0 },
	{ "lzma", false, 0, pack_archive, ARCHIVE_FILTER_LZMA, 0 },
	{ "zstd", false, 0, pack_archive, ARCHIVE_FILTER_ZSTD, 0 },
	{ "lz4", false, 0, pack_archive, ARCHIVE_FILTER_LZ4, 0 },
	{ "zip", false, 0, pack_archive, ARCHIVE_FILTER_NONE, FZ },
	{ "7z", false, 0, pack_archive, ARCHIVE_FILTER_NONE, F7 },
	{ "tar.gz", false, 0, pack_archive, ARCHIVE_FILTER_GZIP, FT },
	{ "ooxml", true, 0, pack_ooxml, ARCHIVE_FILTER_NONE, FZ },
	{ "pdf", false, 0, pack_pdf, 0, 0 },
	{ "sqlite", false, 512, pack_sqlite, 0, 0 },
	{ "base64", false, 0, pack_base64, 0, 0 },
	{ "hex", false, 0, pack_hex, 0, 0 },
	{ "quoted-printable", true, 0, pack_quoted, 0, 0 },
	{ "percent", true, 0, pack_percent, 0, 0 },
	{ "html", true, 0, pack_html, 0, 0 },
	{ "escapes", true, 0, pack_escape, 0, 0 },
	{ 0 },
};

bool
pack_takes(const struct pack *pack, enum enc enc)
{
	return enc == ENC_ASCII || !pack->text;
}
