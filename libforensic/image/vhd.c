/* vhd.c - VHD and VHDX images that libtsk would read wrongly, refused */
#include <string.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "reader.h"

/* Virtual Hard Disk Image Format Specification 1.0, "Hard Disk Footer". */
enum {
	VHD_FOOTER = 512, /* bytes; 511 by the oldest writers */
	VHD_TYPE_AT = 60, /* be32 */
	VHD_DIFFERENCING = 4,
};

/* [MS-VHDX] 2.2 to 2.6. */
enum {
	X_HEADER = 80,         /* bytes needed of a header */
	X_HEADER_1 = 64 << 10, /* offsets */
	X_HEADER_2 = 128 << 10,
	X_SEQUENCE_AT = 8, /* le64 */
	X_LOG_AT = 48,     /* GUID; zeros: nothing to be replayed */
	X_REGIONS_1 = 192 << 10,
	X_REGIONS_2 = 256 << 10,
	X_TABLE = 16, /* bytes before the entries of the region table */
	X_ITEMS = 32, /* and of the metadata table */
	X_ENTRY = 32, /* bytes of an entry of either */
	X_ENTRIES = 2047,
	X_HAS_PARENT = 2, /* flag of the file parameters */
	GUID = 16,
};

static const uint8_t metadata_region[GUID] = { 0x06, 0xa2, 0x7c, 0x8b, 0x90,
	0x47, 0x9a, 0x4b, 0xb8, 0xfe, 0x57, 0x5f, 0x05, 0x0f, 0x88, 0x6e };
static const uint8_t file_parameters[GUID] = { 0x37, 0x67, 0xa1, 0xca, 0x36,
	0xfa, 0x43, 0x4d, 0xb3, 0xb6, 0x33, 0xf0, 0xaa, 0x44, 0xe7, 0x6b };

static const char differs[] =
    "is a differencing image, which holds only what differs from its parent; "
    "merge it into its parent and name that";

static bool
at(int fd, uint64_t off, void *buf, size_t n)
{
	return off <= INT64_MAX - n &&
	    pread(fd, buf, n, (off_t)off) == (ssize_t)n;
}

static bool
vhd_differs(int fd, uint64_t size)
{
	uint8_t p[VHD_FOOTER];
	uint64_t off;

	for (off = VHD_FOOTER; off >= VHD_FOOTER - 1; off--)
		if (size >= off && at(fd, size - off, p, VHD_FOOTER - 1) &&
		    memcmp(p, "conectix", 8) == 0)
			return fx_be32(p + VHD_TYPE_AT) == VHD_DIFFERENCING;
	return at(fd, 0, p, sizeof(p)) && memcmp(p, "conectix", 8) == 0 &&
	    fx_be32(p + VHD_TYPE_AT) == VHD_DIFFERENCING;
}

/* Does the header in force say that changes wait in the log? */
static bool
vhdx_unfinished(int fd)
{
	static const uint8_t none[GUID];
	uint8_t p[2][X_HEADER];
	bool good[2];
	int i;

	good[0] = at(fd, X_HEADER_1, p[0], X_HEADER) &&
	    memcmp(p[0], "head", 4) == 0;
	good[1] = at(fd, X_HEADER_2, p[1], X_HEADER) &&
	    memcmp(p[1], "head", 4) == 0;
	if (!good[0] && !good[1])
		return false; /* libtsk says so */
	i = !good[0] ||
	    (good[1] &&
		fx_le64(p[1] + X_SEQUENCE_AT) > fx_le64(p[0] + X_SEQUENCE_AT));
	return memcmp(p[i] + X_LOG_AT, none, GUID) != 0;
}

/*
 * The entry that begins with id, of a table at off whose entries begin first
 * bytes behind and number what stands at count.  Into e; or false.
 */
static bool
entry(int fd, uint64_t off, size_t first, unsigned int count, const uint8_t *id,
    uint8_t e[X_ENTRY])
{
	unsigned int i;

	for (i = 0; i < count && i < X_ENTRIES; i++)
		if (at(fd, off + first + (uint64_t)i * X_ENTRY, e, X_ENTRY) &&
		    memcmp(e, id, GUID) == 0)
			return true;
	return false;
}

static bool
vhdx_differs(int fd)
{
	uint8_t t[X_TABLE], e[X_ENTRY], flags[8];
	uint64_t meta, regions = X_REGIONS_1;

	if (!at(fd, regions, t, sizeof(t)) || memcmp(t, "regi", 4) != 0) {
		regions = X_REGIONS_2;
		if (!at(fd, regions, t, sizeof(t)) || memcmp(t, "regi", 4) != 0)
			return false;
	}
	if (!entry(fd, regions, X_TABLE, fx_le32(t + 8), metadata_region, e))
		return false;
	meta = fx_le64(e + GUID);
	if (meta > INT64_MAX / 2 || !at(fd, meta, t, sizeof(t)) ||
	    memcmp(t, "metadata", 8) != 0 ||
	    !entry(fd, meta, X_ITEMS, fx_le16(t + 10), file_parameters, e) ||
	    !at(fd, meta + fx_le32(e + GUID), flags, sizeof(flags)))
		return false;
	return (fx_le32(flags + 4) & X_HAS_PARENT) != 0;
}

int
vhd_check(const struct segments *files, enum sig_kind kind, struct fx_err *err)
{
	int fd = segment_open(files, 0), rc = 0;

	if (fd == -1)
		return fx_fail(err, FX_EIO, 0, "changed while it was opened");
	if (kind == SIG_VHD ? vhd_differs(fd, files->v[0].size)
			    : vhdx_differs(fd))
		rc = fx_fail(err, FX_EFORMAT, 0, "%s", differs);
	else if (kind == SIG_VHDX && vhdx_unfinished(fd))
		rc = fx_fail(err, FX_EFORMAT, 0,
		    "was not closed: changes wait in its log; on a copy, "
		    "qemu-img check -r all writes them to their place");
	close(fd);
	return rc;
}
