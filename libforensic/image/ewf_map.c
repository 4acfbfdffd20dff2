/* ewf_map.c - the chunks of an E01 image, each at its place or at none */
#include <fcntl.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "ewf.h"
#include "forensic/bytes.h"

bool
ewf_file_read(struct ewf_map *m, size_t seg, uint64_t off, void *buf, size_t n)
{
	size_t slot = seg % EWF_FILES, done = 0;
	ssize_t got;

	if (m->fd[slot] == -1 || m->fd_seg[slot] != seg) {
		if (m->fd[slot] != -1)
			close(m->fd[slot]);
		m->fd[slot] = segment_open(m->files, seg);
		m->fd_seg[slot] = seg;
	}
	if (m->fd[slot] == -1 || off > INT64_MAX - n)
		return false;
	while (done < n) {
		got = pread(m->fd[slot], (char *)buf + done, n - done,
		    (off_t)(off + done));
		if (got <= 0)
			return false;
		done += (size_t)got;
	}
	return true;
}

bool
ewf_sum(const uint8_t *p, size_t n, uint32_t sum)
{
	return libdeflate_adler32(1, p, n) == sum;
}

/*
 * Number the runs.  If all chunks are there each run follows the one before.
 * If some lack, runs have a place from the start up to the first loss, and from
 * the end back to the last; what lies between two losses has none.  If there
 * are too many, some segment is of another image that looks alike: only the
 * first, which says what the media is, has a place.
 */
static void
place(struct ewf_map *m)
{
	uint64_t sum = 0, next = 0, end = m->chunks;
	bool loose = m->loose;
	size_t i, front;

	for (i = 0; i < m->runs; i++)
		sum += m->run[i].n;
	for (i = 0; i < m->runs && next < m->chunks; i++) {
		if (sum != m->chunks && m->run[i].loose)
			break;
		if (sum > m->chunks && m->run[i].seg > 0)
			break;
		m->run[i].first = next;
		next += m->run[i].n;
	}
	front = i;
	m->whole = m->whole && sum == m->chunks && !loose;
	for (i = m->runs; i > front && sum < m->chunks && !loose; i--) {
		end -= m->run[i - 1].n;
		m->run[i - 1].first = end;
		loose = m->run[i - 1].loose;
	}
}

/* Drop the runs without a place, so that the others stand in order. */
static void
keep_placed(struct ewf_map *m)
{
	size_t i, n = 0;

	for (i = 0; i < m->runs; i++)
		if (m->run[i].first == EWF_NOWHERE)
			free(m->run[i].at);
		else
			m->run[n++] = m->run[i];
	m->runs = n;
}

static int
by_first(const void *a, const void *b)
{
	const struct ewf_range *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

/* Acquisition errors in order and apart. */
static void
errors_merge(struct ewf_map *m)
{
	struct ewf_range *e = m->error;
	uint64_t end;
	size_t i, n = 0;

	if (m->errors > 1)
		qsort(e, m->errors, sizeof(*e), by_first);
	for (i = 0; i < m->errors; i++) {
		end = e[i].first + e[i].n; /* of 32 bits each */
		if (e[i].n == 0)
			continue;
		if (n > 0 && e[i].first <= e[n - 1].first + e[n - 1].n) {
			if (end > e[n - 1].first + e[n - 1].n)
				e[n - 1].n = end - e[n - 1].first;
		} else {
			e[n++] = e[i];
		}
	}
	m->errors = n;
}

static int
walk_all(struct ewf_map *m)
{
	const size_t last = m->files->n - 1;
	size_t i;

	for (i = 0; i <= last; i++) {
		if (ewf_walk(m, i) == -1)
			return -1;
		if (m->ends[i] != (i == last ? EWF_DONE : EWF_NEXT))
			m->whole = false;
	}
	if (m->ends[last] != EWF_DONE)
		m->loose = true;
	return 0;
}

int
ewf_map_open(struct ewf_map *m, const struct segments *files,
    struct fx_err *err)
{
	z_stream *z;
	size_t i;

	memset(m, 0, sizeof(*m));
	m->files = files;
	m->whole = true;
	m->have = EWF_NOWHERE;
	m->have_run = SIZE_MAX;
	for (i = 0; i < EWF_FILES; i++)
		m->fd[i] = -1;
	m->inflater = z = calloc(1, sizeof(*z));
	m->quick = libdeflate_alloc_decompressor();
	m->ends = calloc(files->n, sizeof(*m->ends));
	if (z == NULL || m->quick == NULL || m->ends == NULL ||
	    inflateInit(z) != Z_OK || walk_all(m) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	if (!m->volume)
		return fx_fail(err, FX_EFORMAT, 0,
		    "no segment that is there says how large the media is");
	place(m);
	keep_placed(m);
	errors_merge(m);
	return 0;
}

void
ewf_map_done(struct ewf_map *m)
{
	size_t i;

	for (i = 0; i < m->runs; i++)
		free(m->run[i].at);
	for (i = 0; i < EWF_FILES; i++)
		if (m->fd[i] != -1)
			close(m->fd[i]);
	if (m->inflater != NULL)
		inflateEnd(m->inflater);
	free(m->inflater);
	libdeflate_free_decompressor(m->quick);
	free(m->ends);
	free(m->run);
	free(m->error);
	free(m->data);
	free(m->packed);
	free(m->at);
}
