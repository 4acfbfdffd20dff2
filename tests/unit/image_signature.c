/* image_signature.c - which bytes are a container, and which just bytes */
#include <stdlib.h>

#include "../../libforensic/image/internal.h"
#include "tap.h"

enum { SIZE = 1 << 13 };

static const struct row {
	const char *what;
	ptrdiff_t at; /* offset of the bytes; below 0: from the end */
	const char *bytes;
	size_t len;
	ptrdiff_t kind; /* an enum sig_kind; -1: none */
	const char *is;
} rows[] = {
#define B(s) s, sizeof(s) - 1
	{ "zeros", 0, B("\0"), -1, "" },
	{ "text", 0, B("EVF is a format\n"), -1, "" },
	{ "zip", 0, B("PK\x03\x04\x14\0\0\0\0\0"), -1, "" },
	{ "pdf", 0, B("%PDF-1.7\n"), -1, "" },
	{ "gzip", 0, B("\x1f\x8b\x08\0"), -1, "" },
	{ "boot sector", 510, B("\x55\xaa"), -1, "" },
	{ "NTFS", 3, B("NTFS    "), -1, "" },
	{ "E01", 0, B("EVF\x09\x0d\x0a\xff\0\x01\x01\0\0\0"), SIG_EWF, "E01" },
	{ "E01 a byte on", 1, B("EVF\x09\x0d\x0a\xff\0"), -1, "" },
	{ "E01 line ends changed", 0, B("EVF\x09\x0a\xff\0"), -1, "" },
	{ "AFF", 0, B("AFF10\r\n\0"), SIG_AFF, "AFF" },
	{ "VMDK", 0, B("KDMV\x01\0\0\0"), SIG_VMDK, "VMDK" },
	{ "COWD", 0, B("COWD\x01\0\0\0"), SIG_VMDK, "VMDK" },
	{ "descriptor", 0, B("# Disk DescriptorFile\nversion=1\n"), SIG_VMDK,
	    "VMDK" },
	{ "dynamic VHD", 0, B("conectix"), SIG_VHD, "VHD" },
	{ "fixed VHD", -512, B("conectix"), SIG_VHD, "VHD" },
	{ "old VHD", -511, B("conectix"), SIG_VHD, "VHD" },
	{ "no VHD", -510, B("conectix"), -1, "" },
	{ "VHDX", 0, B("vhdxfile"), SIG_VHDX, "VHDX" },
	{ "Ex01", 0, B("EVF2\x0d\x0a\x81\0"), SIG_REFUSED, "Ex01" },
	{ "L01", 0, B("LVF\x09\x0d\x0a\xff\0"), SIG_REFUSED, "L01" },
	{ "Lx01", 0, B("LEF2\x0d\x0a\x81\0"), SIG_REFUSED, "Lx01" },
	{ "AD1", 0, B("ADSEGMENTEDFILE\0"), SIG_REFUSED, "AD1" },
	{ "AD encryption", 0, B("ADCRYPT\0"), SIG_REFUSED, "encrypted" },
	{ "qcow2", 0, B("QFI\xfb\0\0\0\x03"), SIG_REFUSED, "qcow" },
	{ "qed", 0, B("QED\0"), SIG_REFUSED, "qed" },
	{ "VDI", 64, B("\x7f\x10\xda\xbe"), SIG_REFUSED, "VDI" },
	{ "Parallels", 0, B("WithouFreSpacExt"), SIG_REFUSED, "Parallels" },
	{ "DMG", -512, B("koly\0\0\0\x04"), SIG_REFUSED, "DMG" },
	{ "encrypted DMG 2", 0, B("encrcdsa"), SIG_REFUSED, "encrypted" },
	{ "encrypted DMG 1", -8, B("cdsaencr"), SIG_REFUSED, "encrypted" },
	{ "sparse image", 0, B("sprs"), SIG_REFUSED, "sparse" },
	{ "LUKS", 0, B("LUKS\xba\xbe\0\x01"), SIG_REFUSED, "LUKS" },
	{ "LUKS in a partition", 4096, B("LUKS\xba\xbe\0\x01"), -1, "" },
	{ "BitLocker", 3, B("-FVE-FS-"), SIG_REFUSED, "BitLocker" },
	{ "BitLocker in a partition", 515, B("-FVE-FS-"), -1, "" },
	{ "AFF4 by its first member", 0,
	    B("PK\x03\x04"
	      "01234567890123456789012345container.description"),
	    SIG_REFUSED, "AFF4" },
};

/* A case in its own memory, so that a read past it is seen. */
static const struct signature *
look(const uint8_t *p, size_t n)
{
	size_t m = n < SIG_REACH ? n : SIG_REACH;
	uint8_t *head = malloc(m > 0 ? m : 1), *tail = malloc(m > 0 ? m : 1);
	const struct signature *s;

	memcpy(head, p, m);
	memcpy(tail, p + n - m, m);
	s = image_signature(head, m, tail, m);
	free(head);
	free(tail);
	return s;
}

static void
check(const struct row *r)
{
	static uint8_t file[SIZE];
	size_t at = r->at < 0 ? SIZE - (size_t)-r->at : (size_t)r->at;
	const struct signature *s;
	struct fx_err err = { 0 };

	memset(file, 0, sizeof(file));
	memcpy(file + at, r->bytes, r->len);
	s = look(file, SIZE);
	if (!ok(s == NULL ? r->kind == -1 : (ptrdiff_t)s->kind == r->kind, "%s",
		r->what) ||
	    s == NULL)
		return;
	ok(strstr(s->is, r->is) != NULL, "it is \"%s\"", s->is);
	if (s->kind == SIG_REFUSED) {
		is_int(image_refuse(s, &err), -1, "refused");
		is_int(err.code, FX_EFORMAT, "as a format");
		ok(strstr(err.msg, s->help) != NULL && strlen(err.msg) < 255,
		    "\"%s\"", err.msg);
	}
}

/* Every prefix of a file that ends in a mark, and of one that begins so. */
static void
short_ones(void)
{
	static const char mark[] = "EVF\x09\x0d\x0a\xff";
	size_t n;

	for (n = 0; n < sizeof(mark); n++)
		ok(look((const uint8_t *)mark, n) == NULL, "%zu bytes of E01",
		    n);
	ok(look((const uint8_t *)mark, sizeof(mark)) != NULL, "all of it");
	/* Of a pipe nobody has the end. */
	ok(image_signature((const uint8_t *)"PK\x03\x04 zip", 8, NULL, 0) ==
		NULL,
	    "a zip from a pipe");
}

/* What a name promises. */
static void
named(void)
{
	static const struct {
		const char *path, *is; /* NULL: nothing */
	} row[] = {
		{ "x.E01", "E01" },
		{ "/a.b/x.e01", "E01" },
		{ "x.s01", "S01" },
		{ "x.Ex01", "Ex01" },
		{ "x.qcow2", "qcow" },
		{ "x.dd", NULL },
		{ "x.vmdk", NULL }, /* -flat.vmdk holds plain bytes */
		{ "x.E01/y", NULL },
		{ "E01", NULL },
		{ "", NULL },
	};
	const char *is;
	size_t i;

	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		is = image_named(row[i].path);
		ok(row[i].is == NULL
			? is == NULL
			: is != NULL && strstr(is, row[i].is) != NULL,
		    "the name \"%s\"", row[i].path);
	}
}

int
main(void)
{
	static char zip[100] = "PK\x03\x04";
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(&rows[i]);
	short_ones();
	named();
	snprintf(zip + 60, 5, "PK\x05\x06");
	ok(look((uint8_t *)zip, sizeof(zip)) == NULL,
	    "a zip archive is just a file");
	snprintf(zip + 82, 8, "aff4://");
	ok(look((uint8_t *)zip, sizeof(zip)) != NULL,
	    "unless its comment says AFF4");
	return done();
}
