/*
 * image.c - bytes a second of a raw file and of E01, beside libewf alone
 *
 *	image [-r ROUNDS] [-s MIB]
 *
 * The disk (256 MiB) is a quarter each of zeros, random bytes, text and
 *numbers; it and its E01 images lie beside the benches and are kept.  Each row
 *is the best of the rounds (3): MiB by the wall, and a second of processor
 *time, that of the reader process included.
 */
#include <sys/resource.h>

#include <err.h>
#include <getopt.h>
#include <libewf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "child.h"
#include "forensic/image.h"

enum { BLOCK = 1 << 20, MIB = 256, TRIES = 3, PARTS = 4, MOST = 1 << 20 };

static uint8_t buf[BLOCK];

static double
used(int who)
{
	struct rusage r;

	getrusage(who, &r);
	return (double)r.ru_utime.tv_sec + (double)r.ru_stime.tv_sec +
	    (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

static double
processor(void)
{
	return used(RUSAGE_SELF) + used(RUSAGE_CHILDREN);
}

/* One MiB of the disk. */
static void
fill(unsigned long mib)
{
	static uint64_t x = 88172645463325252;
	char line[64];
	size_t i, n;

	memset(buf, 0, sizeof(buf));
	for (i = 0; mib % PARTS != 0 && i < BLOCK; i += n) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		if (mib % PARTS == 1) {
			n = sizeof(x);
			memcpy(line, &x, n);
		} else {
			n = (size_t)snprintf(line, sizeof(line),
			    mib % PARTS == 2 ? "entry %ju of a log of visits\n"
					     : "%ju;",
			    (uintmax_t)(x >> 40));
		}
		memcpy(buf + i, line, n < BLOCK - i ? n : BLOCK - i);
	}
}

static void
make(const char *path, unsigned long mib)
{
	FILE *f = fopen(path, "we");
	unsigned long i;

	for (i = 0; f != NULL && i < mib; i++) {
		fill(i);
		if (fwrite(buf, 1, BLOCK, f) != BLOCK)
			err(4, "%s", path);
	}
	if (f == NULL || fclose(f) != 0)
		err(4, "%s", path);
}

static uint64_t
by_image(const char *path)
{
	struct fx_err e;
	struct fx_image *img = fx_image_open(path, 0, &e);
	uint64_t off = 0;
	ssize_t n = 1;

	if (img == NULL)
		errx(4, "%s: %s", path, e.msg);
	while (n > 0) {
		n = fx_image_read(img, off, buf, BLOCK, NULL, NULL, &e);
		off += n > 0 ? (uint64_t)n : 0;
	}
	fx_image_close(img);
	return off;
}

static uint64_t
by_libewf(const char *path)
{
	libewf_handle_t *h = NULL;
	char *names[] = { strdup(path) };
	uint64_t off = 0;
	ssize_t n = 1;

	if (libewf_handle_initialize(&h, NULL) != 1 ||
	    libewf_handle_open(h, names, 1, LIBEWF_OPEN_READ, NULL) != 1)
		errx(4, "%s: libewf", path);
	while (n > 0) {
		n = libewf_handle_read_buffer(h, buf, BLOCK, NULL);
		off += n > 0 ? (uint64_t)n : 0;
	}
	libewf_handle_free(&h, NULL);
	free(names[0]);
	return off;
}

static void
row(const char *what, uint64_t (*go)(const char *path), const char *path,
    unsigned long rounds)
{
	double wall = 1e9, cpu = 1e9, w, c, mib = 0;
	unsigned long i;

	for (i = 0; i < rounds; i++) {
		w = child_clock();
		c = processor();
		mib = (double)go(path) / BLOCK;
		c = processor() - c;
		w = child_clock() - w;
		wall = w < wall ? w : wall;
		cpu = c < cpu ? c : cpu;
	}
	printf("%-22s %8.0f MiB/s %8.0f MiB a CPU second\n", what, mib / wall,
	    mib / cpu);
}

static unsigned long
number(const char *s)
{
	char *end;
	unsigned long n = strtoul(s, &end, 10);

	if (*end != '\0' || n == 0 || n > MOST)
		errx(2, "a number from 1 to %d, not %s", MOST, s);
	return n;
}

int
main(int argc, char *argv[])
{
	static const char *const how[] = { "none", "fast", "best" };
	unsigned long rounds = TRIES, mib = MIB;
	char raw[4096], e01[4200], cmd[9000], what[40];
	size_t i;
	int ch;

	while ((ch = getopt(argc, argv, "r:s:")) != -1) {
		if (ch != 'r' && ch != 's')
			errx(2, "usage: image [-r rounds] [-s MiB]");
		*(ch == 'r' ? &rounds : &mib) = number(optarg);
	}
	snprintf(raw, sizeof(raw), "%s.%lu.raw", argv[0], mib);
	if (access(raw, R_OK) == -1)
		make(raw, mib);
	row("raw", by_image, raw, rounds);
	for (i = 0; i < sizeof(how) / sizeof(how[0]); i++) {
		snprintf(e01, sizeof(e01), "%s.%lu.%s.E01", argv[0], mib,
		    how[i]);
		snprintf(cmd, sizeof(cmd),
		    "ewfacquire -u -q -c %s -S 100GiB -t '%.*s' '%s'", how[i],
		    (int)strlen(e01) - 4, e01, raw);
		if (access(e01, R_OK) == -1)
			if (child_run(cmd, "/dev/null", "/dev/null").status !=
			    0)
				errx(4, "ewfacquire failed");
		snprintf(what, sizeof(what), "E01 %s", how[i]);
		row(what, by_image, e01, rounds);
		snprintf(what, sizeof(what), "E01 %s, libewf", how[i]);
		row(what, by_libewf, e01, rounds);
	}
	return fflush(stdout) == 0 ? 0 : 4;
}
