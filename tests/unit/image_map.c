/* image_map.c - records of a file system become owners of bytes */
#include "map_fake.h"
#include "tap.h"

#define K UINT64_C(1024)
#define DISK (200 * K)
#define AT (10 * K) /* where the volume begins */
#define LEN (150 * K)

static struct fx_map *map;

static void
system_is(const char *kind, bool ntfs)
{
	struct fs_system t = { .block = K,
		.ntfs = ntfs,
		.record = ntfs ? K : 0,
		.root = 2 };

	memcpy(t.kind, kind, strlen(kind));
	map = fake_map(DISK, AT, LEN);
	fake_tell(map, FS_SYSTEM, &t, "");
}

static void
name(uint64_t address, uint32_t dir, bool deleted, uint32_t sequence,
    const char *text)
{
	const struct fs_name t = { .address = address,
		.dir = dir,
		.sequence = sequence,
		.type = '-',
		.deleted = deleted };

	fake_tell(map, FS_NAME, &t, text);
}

static void
file(uint64_t address, bool deleted, uint32_t sequence)
{
	const struct fs_file t = { .address = address,
		.sequence = sequence,
		.type = '-',
		.deleted = deleted };

	fake_tell(map, FS_FILE, &t, "");
}

static void
stream(uint64_t size, uint64_t init, uint32_t type, uint16_t id,
    unsigned int flags)
{
	const struct fs_stream t = { .size = size,
		.init = init,
		.type = type,
		.id = id,
		.flags = (uint16_t)flags };

	fake_tell(map, FS_STREAM, &t, "");
}

/* In the volume. */
static void
run(uint64_t at, uint64_t off, uint64_t len)
{
	const struct fs_run t = { at, off, len };

	fake_tell(map, FS_RUN, &t, "");
}

static void
area(uint64_t off, uint64_t len, enum fx_state state)
{
	const struct fs_area t = { off, len, state, 0 };

	fake_tell(map, FS_AREA, &t, "");
}

static void
sort(void)
{
	struct fx_err err;

	is_int(map_sort(map, &err), 0, "sorted");
	is_int(map_ranges(map, &err), 0, "ranges");
}

/* Who owns off of the volume: "allocated 12@1024 also 13". */
static void
owner(uint64_t off, const char *want)
{
	char address[FX_ADDRESS_LEN];
	struct fx_buf got = { 0 };
	struct fx_owner o;
	size_t i;

	fx_map_find(map, AT + off, &o);
	fx_buf_str(&got, fx_state_name(o.state));
	if (o.stream != FX_MAP_NONE) {
		fx_map_address(map, o.stream, address);
		fx_buf_printf(&got, " %s@%" PRIu64, address,
		    o.at + AT + off - o.off);
	}
	for (i = 0; i < o.nalso; i++) {
		fx_map_address(map, o.also[i], address);
		fx_buf_printf(&got, " also %s", address);
	}
	is_str(fx_buf_text(&got), want, "byte %" PRIu64 " is %s", off, want);
	fx_buf_done(&got);
}

static void
test_owners(void)
{
	struct fx_owner o;

	system_is("ext4", false);
	file(12, false, 0);
	stream(2500, 2500, 1, 0, FX_STREAM_DATA);
	run(0, 20 * K, 2 * K);
	run(2 * K, 30 * K, K);
	file(13, true, 0);
	stream(8 * K, 8 * K, 1, 0, FX_STREAM_DATA);
	run(0, 18 * K, 8 * K);
	file(14, false, 0);
	stream(K, K, 1, 0, FX_STREAM_DATA);
	run(0, 40 * K, K);
	stream(K, K, 2, 7, 0);
	run(0, 41 * K, K);
	area(0, 4 * K, FX_STATE_METADATA);
	area(4 * K, 40 * K, FX_STATE_ALLOCATED);
	area(44 * K, 56 * K, FX_STATE_UNALLOCATED);
	sort();
	owner(0, "metadata");
	owner(4 * K, "allocated");
	owner(18 * K, "deleted 13@0");
	owner(20 * K - 1, "deleted 13@2047");
	owner(20 * K, "allocated 12@0 also 13");
	owner(22 * K, "deleted 13@4096");
	owner(30 * K, "allocated 12@2048");
	owner(30 * K + 451, "allocated 12@2499");
	owner(30 * K + 452, "slack 12@2500");
	owner(41 * K, "allocated 14-2-7@0");
	owner(44 * K, "unallocated");
	owner(LEN - 1, "unallocated");
	fx_map_find(map, 0, &o);
	is_int(o.state, FX_STATE_GAP, "before the volume is a gap");
	is_int(o.len, AT, "as long as that");
	fx_map_find(map, DISK - 1, &o);
	is_int(o.state, FX_STATE_GAP, "behind it, too");
	fx_map_free(map);
}

static void
test_unknown(void)
{
	system_is("ext4", false);
	file(12, false, 0);
	stream(K, K, 1, 0, FX_STREAM_DATA);
	run(0, 20 * K, K);
	map->vol[0]->v.whole = false;
	sort();
	owner(20 * K, "allocated 12@0");
	owner(21 * K, "");
	fx_map_free(map);
}

static void
test_many(void)
{
	char want[128] = "allocated 12@0";
	size_t len = strlen(want);
	int i;

	system_is("ext4", false);
	file(12, false, 0);
	stream(K, K, 1, 0, FX_STREAM_DATA);
	run(0, 20 * K, K);
	for (i = 0; i < 2 * FX_MAP_ALSO; i++) {
		file(100 + (uint64_t)i, true, 0);
		stream(K, K, 1, 0, FX_STREAM_DATA);
		run(0, 20 * K, K);
	}
	sort();
	/* The last ones first: of many, some are told. */
	for (i = 2 * FX_MAP_ALSO - 1; i >= FX_MAP_ALSO; i--)
		len += (size_t)snprintf(want + len, sizeof(want) - len,
		    " also %d", 100 + i);
	owner(20 * K, want);
	fx_map_free(map);
}

static void
test_ntfs(void)
{
	static const char address[] = "5-128-3";
	uint32_t s;

	system_is("ntfs", true);
	file(0, false, 1);
	stream(8 * K, 8 * K, 128, 1, FX_STREAM_DATA);
	run(0, 16 * K, 8 * K);
	file(5, false, 1);
	stream(100, 100, 48, 2, FX_STREAM_RESIDENT);
	run(0, 21 * K + 100, 100);
	stream(300, 300, 128, 3, FX_STREAM_RESIDENT | FX_STREAM_DATA);
	run(0, 21 * K + 400, 300);
	file(6, true, 3);
	stream(300, 300, 128, 3, FX_STREAM_RESIDENT | FX_STREAM_DATA);
	run(0, 22 * K + 400, 300);
	file(7, false, 9);
	stream(2 * K, K, 128, 3, FX_STREAM_DATA);
	run(0, 50 * K, 2 * K);
	name(5, FX_MAP_NONE, false, 1, "five");
	name(6, FX_MAP_NONE, true, 2, "six");
	name(7, FX_MAP_NONE, true, 8, "was seven");
	sort();
	owner(16 * K, "allocated 0-128-1@0");
	owner(21 * K + 399, "allocated 0-128-1@5519");
	owner(21 * K + 400, "allocated 5-128-3@0");
	owner(21 * K + 699, "allocated 5-128-3@299");
	owner(21 * K + 150, "allocated 5-48-2@50");
	owner(22 * K + 400, "deleted 6-128-3@0");
	owner(51 * K, "slack 7-128-3@1024");
	s = fx_map_by_address(map, 1, address, strlen(address));
	is_int(s, 2, "a stream by its address");
	is_int(fx_map_by_address(map, 1, "5", 1), 2, "or by the file's");
	is_int(fx_map_by_address(map, 1, "5-48-2", 6), 1, "another");
	is_int(fx_map_by_address(map, 1, "5-128-4", 7), FX_MAP_NONE, "none");
	is_int(fx_map_by_address(map, 2, "5-128-3", 7), FX_MAP_NONE,
	    "no such volume");
	is_int(fx_map_by_address(map, 1, "99999999999999999999", 20),
	    FX_MAP_NONE, "no such number");
	is_int(fx_map_by_address(map, 1, "5-", 2), FX_MAP_NONE, "no address");
	is_int(map->file[2].names, 1, "a deleted file keeps its name");
	is_int(map->file[3].names, 0, "the next one does not inherit it");
	fx_map_free(map);
}

static void
test_names(void)
{
	struct fx_buf path = { 0 };
	struct fx_map_name n;

	system_is("ext4", false);
	name(11, FX_MAP_NONE, false, 0, "z");
	name(12, FX_MAP_NONE, false, 0, "b");
	name(12, 0, false, 0, "a");
	name(12, FX_MAP_NONE, true, 0, "deleted link");
	name(13, FX_MAP_NONE, true, 0, "no file");
	file(12, false, 0);
	file(11, false, 0);
	sort();
	is_int(map->file[0].address, 11, "files are in order");
	is_int(map->file[1].names, 2, "two links");
	fx_map_path(map, 1, 0, &path);
	is_str(fx_buf_text(&path), "/b", "the first by its bytes");
	fx_buf_reset(&path);
	fx_map_path(map, 1, 1, &path);
	is_str(fx_buf_text(&path), "/z/a", "then the other");
	fx_map_name(map, 3, &n);
	ok(n.reused && n.deleted, "a deleted name of what is in use");
	fx_map_name(map, 4, &n);
	ok(!n.reused && n.file == FX_MAP_NONE, "a name without a file");
	fx_buf_done(&path);
	fx_map_free(map);
}

/* What no honest child tells. */
static void
test_lies(void)
{
	const struct fs_name loop = { .address = 1, .dir = 0 };
	const struct fs_stream s = { 0 };
	const struct fs_run r = { 0, 0, 1 };
	const struct fs_system again = { .kind = "ext4" };
	uint64_t i;
	int rc = 0;

	system_is("ext4", false);
	is_int(fake_tell(map, FS_NAME, &loop, "self"), -1,
	    "a directory in itself");
	is_int(fake_tell(map, FS_STREAM, &s, ""), -1, "a stream of no file");
	is_int(fake_tell(map, FS_RUN, &r, ""), -1, "a run of no stream");
	is_int(fake_tell(map, FS_SYSTEM, &again, ""), -1, "another system");
	file(12, false, 0);
	is_int(fake_tell(map, FS_RUN, &r, ""), -1, "a run of no stream yet");
	stream(K, K, 1, 0, FX_STREAM_DATA);
	run(0, LEN - 1, 2);
	run(0, LEN, 1);
	run(0, UINT64_MAX, UINT64_MAX);
	run(K, 0, K);
	run(0, 5 * K, K);
	is_int(map->nrun, 1, "runs outside, overlapping, or turned round");
	ok((map->stream[0].flags & FX_STREAM_PART) != 0, "are told of");
	for (i = 0; rc == 0 && i < 1 << 20; i++)
		rc = fake_tell(map, FS_NAME,
		    &(struct fs_name){ .address = i, .dir = FX_MAP_NONE }, "x");
	ok(rc == -1 && i < LEN, "more names than the volume has room for");
	sort();
	fx_map_free(map);
}

static void
test_times(void)
{
	static const struct {
		int64_t s;
		uint32_t ns;
		bool local;
		const char *want;
	} cases[] = {
		{ 0, 0, false, "" },
		{ 1, 0, false, "1970-01-01T00:00:01Z" },
		{ 1775000000, 0, true, "2026-03-31T23:33:20" },
		{ 1775000000, 100, false, "2026-03-31T23:33:20.0000001Z" },
		{ 1775000000, 500000000, false, "2026-03-31T23:33:20.5Z" },
		{ 1775000000, 4000000000, false, "2026-03-31T23:33:20Z" },
		{ -11644473599, 0, false, "1601-01-01T00:00:01Z" },
		{ INT64_C(253402300800), 0, false, "" },
		{ INT64_MAX, 0, false, "" },
		{ INT64_MIN, 0, false, "" },
	};
	char got[FX_WHEN_LEN];
	struct fx_when w;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		w = (struct fx_when){ cases[i].s, cases[i].ns };
		fx_when_text(got, &w, cases[i].local);
		is_str(got, cases[i].want, "time %" PRId64, cases[i].s);
	}
}

int
main(void)
{
	test_owners();
	test_unknown();
	test_many();
	test_ntfs();
	test_names();
	test_lies();
	test_times();
	return done();
}
