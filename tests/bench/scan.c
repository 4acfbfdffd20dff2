/*
 * scan.c - how fast one thread scans: zeros, noise, programs, text, numbers
 *
 * This is scanning alone, without reading and hashing: fxscan has no way to
 * leave the hash out, since a case could be made of what it tells then.
 *
 * The second column is with a carver that only looks for twelve digits in a
 * row, the third with all that there are; the last is SHA-256 over the same
 * bytes, in the same process, to compare by.
 */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "carvers.h"
#include "forensic/scan.h"

enum { MOST = 192 << 20, FILE_MOST = 8 << 20 };

static uint8_t *data;
static size_t have, most = MOST;

static bool
twelve(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	size_t i;

	for (i = at; i < w->len && i < at + 19; i++)
		if (w->p[i] < '0' || w->p[i] > '9')
			break;
	hit->at = at;
	hit->len = i - at;
	return i - at >= 12 && i - at < 19;
}

static const struct fx_carver runs = { .name = "bench.runs",
	.group = "bench",
	.version = 1,
	.reach = 19,
	.anchors = { { .kind = FX_ANCHOR_DIGITS, .min = 4 } },
	.probe = twelve };
static const struct fx_carver *const runs_set[] = { &runs, NULL };

static int
count(const struct fx_found *f, void *arg, struct fx_err *err)
{
	(void)f, (void)err;
	++*(uint64_t *)arg;
	return 0;
}

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* The best of three, in GB/s; found gets the findings. */
static double
scan(const struct fx_carver *const *set, uint64_t *found)
{
	struct fx_scan_options opt = { .min = 12 };
	struct fx_scan_sink sink = { .found = count, .arg = found };
	struct fx_scan_piece piece = { data, have, 0, 0, have };
	struct fx_scan_result res;
	double best = 1e9, t;
	struct fx_err err;
	int i;

	for (i = 0; i < 3; i++) {
		*found = 0;
		t = now();
		if (fx_scan_memory(&piece, set, &opt, &sink, &res, &err) ==
		    -1) {
			fprintf(stderr, "scan: %s\n", err.msg);
			exit(1);
		}
		t = now() - t;
		best = t < best ? t : best;
	}
	return (double)have / best / 1e9;
}

static double
hash(void)
{
	uint8_t sum[FX_SHA256_LEN];
	double best = 1e9, t;
	int i;

	for (i = 0; i < 3; i++) {
		t = now();
		fx_sha256(sum, data, have);
		t = now() - t;
		best = t < best ? t : best;
	}
	return (double)have / best / 1e9;
}

static void
measure(const char *what)
{
	uint64_t some, found;
	double bare, full, sha;

	if (have == 0)
		return;
	bare = scan(runs_set, &some);
	full = scan(carvers, &found);
	sha = hash();
	printf("%-10s %4zu MiB %6.2f GB/s %6.2f GB/s (%.2f x SHA-256), %lu "
	       "findings\n",
	    what, have >> 20, bare, full, full / sha, (unsigned long)found);
}

static int
add_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	ssize_t n;
	int fd;

	(void)ftw;
	if (type != FTW_F || st->st_size == 0 || st->st_size > FILE_MOST ||
	    (fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return 0;
	if ((n = read(fd, data + have, most - have)) > 0)
		have += (size_t)n;
	close(fd);
	return have == most;
}

static void
gather(const char *what, const char *root)
{
	have = 0;
	nftw(root, add_file, 16, FTW_PHYS);
	measure(what);
}

static uint64_t
next(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

/* So many more. */
static void
random_bytes(uint64_t seed, size_t n)
{
	size_t end = have + n;
	uint64_t r;

	for (; have < end; have += sizeof(r)) {
		r = next(&seed);
		memcpy(data + have, &r, sizeof(r));
	}
}

/* A disk's: programs, text, noise and what was never written, as much each. */
static void
mixed(uint64_t seed)
{
	static const char *const roots[] = { "/usr/lib", "/usr/include" };
	const size_t part = MOST / 4;
	size_t i;

	have = 0;
	for (i = 0; i < sizeof(roots) / sizeof(*roots); i++) {
		most = (i + 1) * part;
		nftw(roots[i], add_file, 16, FTW_PHYS);
	}
	most = MOST;
	random_bytes(seed, part);
	memset(data + have, 0, part);
	have += part;
	measure("mixed");
}

/* What a log looks like at its worst: a number every few letters. */
static void
numbers(uint64_t seed)
{
	size_t size = MOST / 4;
	int n;

	for (have = 0; have + 64 < size; have += (size_t)n)
		n = snprintf((char *)data + have, 64,
		    "id %llu, t=%llu; ref 4%015llu\n",
		    (unsigned long long)(next(&seed) % 100000000),
		    (unsigned long long)(next(&seed) % 10000),
		    (unsigned long long)(next(&seed) % 1000000000000000));
}

/* Nothing but digits, and nothing but what looks like a card's number. */
static void
digits(uint64_t seed, bool cards)
{
	size_t i;

	have = MOST / 8;
	for (i = 0; i < have; i++) {
		data[i] = (uint8_t)('0' + next(&seed) % 10);
		if (cards && i % 17 == 0)
			data[i] = '4';
		else if (cards && i % 17 == 16)
			data[i] = '\n';
	}
}

/* The text that is there, as UTF-16LE. */
static void
widen(void)
{
	size_t i, n = have / 2;

	for (i = n; i-- > 0;) {
		data[2 * i] = data[i];
		data[2 * i + 1] = 0;
	}
	have = 2 * n;
}

int
main(void)
{
	if ((data = calloc(1, MOST)) == NULL)
		return 1;
	have = MOST;
	measure("zeros");
	have = 0;
	random_bytes(88172645463325252, MOST);
	measure("random");
	mixed(88172645463325252);
	gather("programs", "/usr/lib");
	gather("text", "/usr/include");
	widen();
	measure("UTF-16");
	numbers(1);
	measure("numbers");
	widen();
	measure("wide nos.");
	digits(1, false);
	measure("digits");
	digits(1, true);
	measure("cards");
	free(data);
	return 0;
}
