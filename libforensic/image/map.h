/* map.h - the map of an image: what its files share, in the parent */
#ifndef IMAGE_MAP_H
#define IMAGE_MAP_H

#include <pthread.h>

#include "child.h"
#include "fs_wire.h"

enum { MAP_LIVES = 2 }; /* processes for a volume: one works, one waits */

/* Who reads a volume. */
struct map_peer {
	struct child life[MAP_LIVES];
	int now; /* which of them is asked; MAP_LIVES: none is left */
	uint8_t *window;
	bool types;
};

/* A name; its path is that of dir, a name of the same volume, and this. */
struct map_name {
	uint64_t address;
	uint32_t dir; /* place in the map, or FX_MAP_NONE */
	uint32_t sequence;
	uint32_t text; /* len bytes in the map's text */
	uint32_t file; /* whose it is, or FX_MAP_NONE */
	uint16_t len;
	uint8_t deleted;
	char type;
};

struct map_file {
	uint64_t address;
	int64_t s[FX_TIMES];
	uint32_t ns[FX_TIMES];
	uint32_t sequence;
	uint32_t first, streams;
	uint32_t names_at, names; /* in the map's list of names by file */
	uint8_t deleted;
	char type;
	uint16_t volume;
};

struct map_stream {
	uint64_t size, init;
	uint32_t file, type;
	uint32_t first, runs;
	uint32_t text;
	uint32_t unit;
	uint16_t len, id, flags;
	uint16_t kind; /* 1 + its MIME type's number; 0: not asked yet */
};

/* What the file system says of a range, whatever files say. */
struct map_area {
	uint64_t off, len;
	uint16_t volume;
	uint16_t state;
};

/* From off to the next one's off, all is the same. */
struct map_range {
	uint64_t off;
	uint32_t stream, run; /* FX_MAP_NONE */
	uint16_t volume;      /* MAP_NOWHERE */
	uint16_t state;
};
enum { MAP_NOWHERE = UINT16_MAX };

/* Ranges that more than one stream claims. */
struct map_claim {
	uint64_t off, end;
	uint32_t stream, run;
	uint16_t volume;
	uint8_t rank, state;
};

struct map_volume {
	struct fx_volume v; /* its strings are what, name, kind */
	char *what;
	char kind[FS_KIND];
	uint64_t pool_block, root;
	bool sealed, local, ntfs;
	bool areas; /* something was told of which blocks are free */
	enum fx_map_phase phase;
	uint32_t record;            /* bytes of an MFT record */
	uint32_t mft;               /* the stream that holds them */
	uint32_t name_from, nnames; /* its names */
	size_t streams_from, areas_from;
	uint64_t nruns, outside; /* runs; those that are none */
	uint16_t place;          /* in the map */
	uint64_t end;            /* of the last run of the present stream */
	uint64_t skipped;        /* inodes too damaged to be read */
	uint64_t gaps;           /* bytes of it that could not be read */
	struct map_peer peer;
};

enum { MAP_TYPES = 4096 }; /* most different MIME types */

struct fx_map {
	struct fx_image *img;
	struct fx_map_options opt;
	uint64_t size;
	uint32_t sector;
	bool stopped;
	struct fx_confined in; /* what confines the readers */
	unsigned int zero;     /* number of the first volume */

	struct map_volume *vol[FX_MAP_VOLUMES_MOST];
	size_t nvol;
	struct map_name *name;
	size_t nname, name_cap;
	struct map_file *file;
	size_t nfile, file_cap;
	struct map_stream *stream;
	size_t nstream, stream_cap;
	struct fx_map_run *run;
	size_t nrun, run_cap;
	struct map_area *area;
	size_t narea, area_cap;
	char *text;
	size_t ntext, text_cap;
	uint32_t *names; /* by file: places in name */
	size_t nnames;
	struct map_range *range;
	size_t nrange, range_cap;
	struct map_claim *claim; /* that overlap others, in order */
	size_t nclaim;
	uint64_t *reach; /* the largest end of those up to each */

	pthread_mutex_t lock; /* of the peers and the types */
	char *type[MAP_TYPES];
	size_t ntypes;
};

/*
 * Make room for one more behind n elements of that size.  Returns the array, or
 * NULL and err: then the old one stands.
 */
void *map_grow(void *v, size_t n, size_t *cap, size_t size, struct fx_err *err);

/* Tell the caller of the map; why may come from a child. */
void map_notice(const struct fx_map *map, const struct map_volume *v,
    bool failed, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void map_progress(const struct fx_map *map, const struct map_volume *v);

/*
 * One more volume with processes to read it.  number: as fs.h says.  It is the
 * last of the map.  Returns NULL and err: too many, no process, memory.
 */
struct map_volume *map_volume_add(struct fx_map *map,
    const struct fs_slot *slot, const char *what, size_t n, uint32_t parent,
    struct fx_err *err);
void map_volume_done(struct map_volume *v);

/* Begin with both processes, end with them. */
int map_peer_start(struct map_peer *p, bool types, struct fx_err *err);
void map_peer_done(struct map_peer *p);

/* What takes a child's records.  Returns 0, or -1 and err: enough. */
typedef int map_take_fn(void *arg, const struct fs_record *r,
    struct fx_err *err);

struct map_asked {
	enum fs_done done;
	uint32_t n;       /* bytes of words or content */
	const uint8_t *p; /* in the window: to be copied before use */
};

/*
 * Let the peer of v do o, serve it the image, hand records to take.  Returns 0
 * and how it went; or -1 and err: the process is gone, err->msg says why.
 */
int map_ask(struct fx_map *map, struct map_volume *v, const struct fs_order *o,
    map_take_fn *take, void *arg, struct map_asked *res, struct fx_err *err);

/* An order for v. */
struct fs_order map_order(const struct fx_map *map, const struct map_volume *v,
    enum fs_do what);

/* Put a record of a walk of v into the map.  Returns 0, or -1 and err. */
int map_take(struct fx_map *map, struct map_volume *v,
    const struct fs_record *r, struct fx_err *err);

/* Find the volumes and read each of them. */
int map_read_all(struct fx_map *map, struct fx_err *err);

/*
 * Say of a volume without a file system what it is and what opens it, by its
 * first bytes; else in the words of its reader, if they tell anything.
 */
bool map_known(struct fx_map *map); /* is the whole image such a one? */
void map_explain(struct fx_map *map, const struct map_volume *v,
    const char *words);

/* Append the path of a name: see fx_map_path. */
void map_name_path(const struct fx_map *map, uint32_t name, struct fx_buf *out);

/* The file of v with that address, as its place in the map; or FX_MAP_NONE. */
uint32_t map_file_at(const struct fx_map *map, const struct map_volume *v,
    uint64_t address);

/* When all is told: order files and names, then who owns which range. */
int map_sort(struct fx_map *map, struct fx_err *err);
int map_ranges(struct fx_map *map, struct fx_err *err);

#endif
