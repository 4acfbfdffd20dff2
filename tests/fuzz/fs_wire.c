/* fs_wire.c - fuzz what a map makes of its child's records */
#include "../map_fake.h"
#include "forensic/bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DISK = 1 << 20, AT = 4096, BODY = 96 };

/* Numbers that are near each other say more than 64 random bits. */
static void
soften(struct fs_record *r, uint8_t how)
{
	const uint64_t small = 0xffff;

	if ((how & 0x80) != 0)
		return;
	if (r->kind == FS_RUN) {
		r->u.run.at &= small;
		r->u.run.off &= small * 16;
		r->u.run.len &= small;
	} else if (r->kind == FS_AREA) {
		r->u.area.off &= small * 16;
		r->u.area.len &= small;
		r->u.area.state %= FX_STATES;
	} else if (r->kind == FS_FILE) {
		r->u.file.address &= 0x1f;
	} else if (r->kind == FS_NAME) {
		r->u.name.address &= 0x1f;
		r->u.name.dir = (r->u.name.dir & 0xff) == 0
		    ? FX_MAP_NONE
		    : r->u.name.dir & 0x3;
	} else if (r->kind == FS_STREAM) {
		r->u.stream.size &= small;
	} else if (r->kind == FS_SYSTEM) {
		r->u.system.kind[0] = 'x';
		r->u.system.kind[FS_KIND - 1] = '\0';
	}
}

/* Bytes as a program: a kind, a way, a body.  Returns those used. */
static size_t
step(struct fx_map *map, const uint8_t *p, size_t n)
{
	struct fs_record r = { .text = "name", .n = 4 };
	struct fx_err err;
	size_t take = n < BODY ? n : BODY;

	if (n < 2)
		return n;
	r.kind = (enum fs_kind)(p[0] % FS_KINDS);
	if (take - 2 > sizeof(r.u))
		take = sizeof(r.u) + 2;
	memcpy(&r.u, p + 2, take - 2);
	soften(&r, p[1]);
	map_take(map, map->vol[0], &r, &err);
	return take;
}

/* What was taken must be safe to ask for. */
static void
ask(struct fx_map *map)
{
	char address[FX_ADDRESS_LEN];
	struct fx_map_stream s;
	struct fx_map_file f;
	struct fx_map_name n;
	struct fx_map_run run;
	struct fx_owner o;
	struct fx_buf path = { 0 };
	uint64_t off;
	uint32_t i, j;

	for (off = 0; off < DISK; off = o.off + o.len) {
		fx_map_find(map, off, &o);
		if (o.len == 0 || o.off > off || off - o.off >= o.len)
			abort();
		/* Content of an MFT record may end anywhere. */
		if (o.stream != FX_MAP_NONE) {
			fx_map_stream(map, o.stream, &s);
			if (s.file >= fx_map_files(map))
				abort();
		}
	}
	for (i = 0; i < fx_map_names(map); i++) {
		fx_map_name(map, i, &n);
		fx_buf_reset(&path);
		fx_map_name_path(map, i, &path);
	}
	for (i = 0; i < fx_map_files(map); i++) {
		fx_map_file(map, i, &f);
		for (j = 0; j < f.names; j++)
			fx_map_path(map, i, j, &path);
		for (j = 0; j < f.streams; j++) {
			fx_map_stream(map, f.first + j, &s);
			if (s.file != i)
				abort();
			fx_map_address(map, f.first + j, address);
			fx_map_by_address(map, 1, address, strlen(address));
		}
	}
	for (i = 0; i < fx_map_streams(map); i++) {
		fx_map_stream(map, i, &s);
		for (j = 0; j < s.runs; j++) {
			fx_map_run(map, i, j, &run);
			if (run.off < AT || run.len > DISK - run.off)
				abort();
		}
	}
	fx_buf_done(&path);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fx_map *map = fake_map(DISK, AT, DISK - AT);
	const struct fs_system ext = { .block = 1024, .kind = "ext4" },
			       ntfs = { .block = 1024,
				       .ntfs = 1,
				       .record = 1024,
				       .kind = "ntfs" };
	struct fs_record r;
	struct fx_err err;
	size_t n = size > 0 ? size - 1 : 0, used;
	const uint8_t *p = data + 1;

	if (n > 0 && data[0] % 3 == 0) {
		while (fs_record_next(&p, &n, &r) == 1 &&
		    map_take(map, map->vol[0], &r, &err) == 0)
			;
	} else if (n > 0) {
		fake_tell(map, FS_SYSTEM, data[0] % 3 == 1 ? &ext : &ntfs, "");
		for (; n > 0; p += used, n -= used)
			used = step(map, p, n);
	}
	if (map_sort(map, &err) == 0 && map_ranges(map, &err) == 0)
		ask(map);
	fx_map_free(map);
	return 0;
}
