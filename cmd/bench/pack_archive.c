/* pack_archive.c - containers by libarchive and zlib */
#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "pack.h"

enum { MARGIN = 1 << 16 };

static int
refused(struct archive *a, struct fx_err *err)
{
	const char *why = archive_error_string(a);

	return fx_fail(err, FX_EIO, 0, "libarchive: %.100s",
	    why != NULL ? why : "refused");
}

/*
 * A packer that makes itself ready for much takes hundreds of times the memory
 * that a short text asks for, and the time to get it.
 */
static int
ask_little(struct archive *a, const struct pack *pack)
{
	const char *key = "compression-level", *least = "1";

	if (pack->filter == ARCHIVE_FILTER_XZ)
		return archive_write_set_filter_option(a, "xz", key, least);
	if (pack->filter == ARCHIVE_FILTER_LZMA)
		return archive_write_set_filter_option(a, "lzma", key, least);
	if (pack->format == ARCHIVE_FORMAT_7ZIP)
		return archive_write_set_format_option(a, "7zip", key, least);
	return ARCHIVE_OK;
}

/* Make a writer into memory; what it writes is the same in every run. */
static int
begin(struct archive *a, const struct pack *pack, struct fx_err *err)
{
	int rc = pack->format != 0 ? archive_write_set_format(a, pack->format)
				   : archive_write_set_format_raw(a);

	if (rc == ARCHIVE_OK)
		rc = archive_write_add_filter(a, pack->filter);
	if (rc == ARCHIVE_OK)
		rc = ask_little(a, pack);
	if (rc != ARCHIVE_OK)
		return refused(a, err);
	if (pack->filter == ARCHIVE_FILTER_GZIP)
		archive_write_set_filter_option(a, "gzip", "timestamp", NULL);
	archive_write_set_bytes_in_last_block(a, 1);
	return 0;
}

static int
member(struct archive *a, const char *name, const void *p, size_t n,
    struct fx_err *err)
{
	struct archive_entry *e = archive_entry_new();
	int rc = e != NULL ? 0 : fx_fail(err, FX_ENOMEM, 0, "out of memory");

	if (rc == 0) {
		archive_entry_set_pathname(e, name);
		archive_entry_set_size(e, (la_int64_t)n);
		archive_entry_set_filetype(e, AE_IFREG);
		archive_entry_set_perm(e, 0644);
		archive_entry_set_mtime(e, 1775000000, 0);
		if (archive_write_header(a, e) != ARCHIVE_OK ||
		    archive_write_data(a, p, n) != (la_ssize_t)n)
			rc = refused(a, err);
	}
	archive_entry_free(e);
	return rc;
}

int
pack_member(const struct pack *pack, const char *name, const void *p, size_t n,
    struct fx_buf *out, struct fx_err *err)
{
	static char made[4 * MARGIN];
	struct archive *a = archive_write_new();
	size_t used = 0;
	int rc;

	if (a == NULL || n > MARGIN) {
		archive_write_free(a);
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	}
	rc = begin(a, pack, err);
	if (rc == 0 &&
	    archive_write_open_memory(a, made, sizeof(made), &used) !=
		ARCHIVE_OK)
		rc = refused(a, err);
	if (rc == 0)
		rc = member(a, name, p, n, err);
	if (rc == 0 && archive_write_close(a) != ARCHIVE_OK)
		rc = refused(a, err);
	archive_write_free(a);
	if (rc == 0) {
		fx_buf_put(out, made, used);
		rc = fx_buf_check(out, err);
	}
	return rc;
}

int
pack_archive(const struct pack *pack, const void *p, size_t n,
    struct fx_buf *out, struct fx_err *err)
{
	return pack_member(pack, "notes.txt", p, n, out, err);
}

/* A document of WordprocessingML: one paragraph of two runs a line. */
int
pack_ooxml(const struct pack *pack, const void *p, size_t n, struct fx_buf *out,
    struct fx_err *err)
{
	struct fx_buf xml = { 0 };
	const char *s = p;
	size_t i;
	int rc;

	fx_buf_str(&xml,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
	    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/"
	    "wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>");
	for (i = 0; i < n; i++)
		if (s[i] == '\n')
			fx_buf_str(&xml, "</w:t></w:r></w:p><w:p><w:r><w:t>");
		else if (s[i] == '<' || s[i] == '>' || s[i] == '&')
			fx_buf_printf(&xml, "&#%d;", s[i]);
		else
			fx_buf_byte(&xml, s[i]);
	fx_buf_str(&xml, "</w:t></w:r></w:p></w:body></w:document>");
	rc = fx_buf_check(&xml, err);
	if (rc == 0)
		rc = pack_member(pack, "word/document.xml", xml.p, xml.len, out,
		    err);
	fx_buf_done(&xml);
	return rc;
}

int
pack_zlib(const struct pack *pack, const void *p, size_t n, struct fx_buf *out,
    struct fx_err *err)
{
	static Bytef made[2 * MARGIN];
	uLongf used = sizeof(made);

	(void)pack;
	if (n > MARGIN ||
	    compress2(made, &used, p, (uLong)n, Z_DEFAULT_COMPRESSION) != Z_OK)
		return fx_fail(err, FX_ENOMEM, 0, "zlib refused");
	fx_buf_put(out, made, used);
	return fx_buf_check(out, err);
}

/* An object with a stream of a type of its own: an attachment. */
int
pack_pdf(const struct pack *pack, const void *p, size_t n, struct fx_buf *out,
    struct fx_err *err)
{
	struct fx_buf body = { 0 };
	int rc = pack_zlib(pack, p, n, &body, err);

	if (rc == 0) {
		fx_buf_printf(out,
		    "%%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile "
		    "/Filter /FlateDecode /Length %zu >>\nstream\n",
		    body.len);
		fx_buf_put(out, body.p, body.len);
		fx_buf_str(out, "\nendstream\nendobj\n");
		rc = fx_buf_check(out, err);
	}
	fx_buf_done(&body);
	return rc;
}
