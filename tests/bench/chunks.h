/* chunks.h - for the benches: zlib alone inflating the chunks of an E01 image
 */
#ifndef CHUNKS_H
#define CHUNKS_H

#include <pthread.h>
#include <zlib.h>

#include "../../libforensic/image/ewf.h"
#include "child.h"

enum { CHUNKS_THREADS = 64, CHUNKS_TURN = 256 };

struct chunks {
	const char *path;
	unsigned long n, of; /* this thread, among so many */
	uint64_t bytes;
};

/* One run of chunks, those that are this thread's. */
static inline void
chunks_run(struct chunks *c, struct ewf_map *m, size_t run, z_stream *z,
    uint8_t *buf)
{
	const uint64_t *at = ewf_offsets(m, run);
	uint64_t from, to;
	uint32_t i;

	if (at == NULL)
		errx(4, "%s: no table", c->path);
	for (i = 0; i < m->run[run].n; i++) {
		if ((m->run[run].first + i) / CHUNKS_TURN % c->of != c->n)
			continue;
		from = at[i] & ~EWF_PACKED;
		to = at[i + 1] & ~EWF_PACKED;
		if (to - from > 2 * (size_t)m->chunk ||
		    !ewf_file_read(m, m->run[run].seg, from, buf,
			(size_t)(to - from)))
			errx(4, "%s: a chunk cannot be read", c->path);
		c->bytes += m->chunk;
		if ((at[i] & EWF_PACKED) == 0)
			continue;
		inflateReset(z);
		z->next_in = buf;
		z->avail_in = (uInt)(to - from);
		z->next_out = buf + 2 * (size_t)m->chunk;
		z->avail_out = m->chunk;
		if (inflate(z, Z_FINISH) != Z_STREAM_END)
			errx(4, "%s: a chunk does not inflate", c->path);
	}
}

static inline void *
chunks_thread(void *arg)
{
	struct chunks *c = arg;
	struct segments files = { 0 };
	struct ewf_map m;
	struct fx_err e;
	z_stream z = { 0 };
	uint8_t *buf;
	size_t i;

	if (segments_add(&files, c->path, &e) == -1 ||
	    ewf_map_open(&m, &files, &e) == -1)
		errx(4, "%s: %s", c->path, e.msg);
	if ((buf = malloc(3 * (size_t)m.chunk)) == NULL ||
	    inflateInit(&z) != Z_OK)
		err(4, "memory");
	for (i = 0; i < m.runs; i++)
		chunks_run(c, &m, i, &z, buf);
	inflateEnd(&z);
	free(buf);
	ewf_map_done(&m);
	segments_done(&files);
	return NULL;
}

/* All chunks of an image in one segment file. */
static inline int
chunks_inflate(const char *path, unsigned long threads)
{
	pthread_t id[CHUNKS_THREADS];
	struct chunks c[CHUNKS_THREADS];
	unsigned long i;

	if (threads < 1 || threads > CHUNKS_THREADS)
		return 2;
	for (i = 0; i < threads; i++) {
		c[i] = (struct chunks){ path, i, threads, 0 };
		if (pthread_create(&id[i], NULL, chunks_thread, &c[i]) != 0)
			errx(4, "no thread");
	}
	for (i = 0; i < threads; i++)
		pthread_join(id[i], NULL);
	return 0;
}

#endif
