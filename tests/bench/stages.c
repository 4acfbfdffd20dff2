/*
 * stages.c - how much of an ordinary system looks like cards, stage by stage
 *
 *	stages [-n GIB] [FOLDER...]
 *
 * Reads the regular files below the folders (/usr /etc /var /opt), one by one
 * and then as one stream, at most so many GiB (2), and prints how many runs of
 * digits pass each stage.  Findings at the default threshold are listed, values
 * masked: on a system without cards each of them is false.
 */
#include <sys/stat.h>

#include <err.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "carvers.h"
#include "forensic/check.h"
#include "forensic/scan.h"

enum { PROBABLE = 12, CONFIRMED = 20, RUN_MIN = 12, RUN_MAX = 19 };
static const uint64_t FILE_MOST = UINT64_C(512) << 20; /* bytes */

enum stage { RUNS, LUHN, HITS, IIN, SURE12, SURE20, STAGES };
static const char *const stage_name[STAGES] = {
	"runs of 12-19 digits (ASCII, plain)",
	"  of these pass Luhn",
	"places the carvers count (all encodings, notations)",
	"  with a known issuer range",
	"  score 12 and more: reported",
	"  score 20 and more: confirmed",
};

struct file {
	char *path;
	uint64_t start; /* offset in the stream of all files */
};

struct bench {
	uint64_t limit, bytes;
	struct file *files;
	size_t nfiles, cap;
	uint64_t count[STAGES];
	bool stream; /* counting the stream, not the files */
};

/* Count maximal runs of ASCII digits of a card's length, and Luhn's verdict. */
static void
count_runs(struct bench *b, const char *p, size_t n)
{
	size_t i, from = 0;

	for (i = 0; i <= n; i++) {
		if (i < n && p[i] >= '0' && p[i] <= '9')
			continue;
		if (i - from >= RUN_MIN && i - from <= RUN_MAX) {
			b->count[RUNS]++;
			b->count[LUHN] += fx_luhn_ok(p + from, i - from);
		}
		from = i + 1;
	}
}

/* The file that holds a byte of the stream. */
static const struct file *
file_at(const struct bench *b, uint64_t off)
{
	size_t lo = 0, hi = b->nfiles, mid;

	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (b->files[mid].start <= off)
			lo = mid;
		else
			hi = mid;
	}
	return &b->files[lo];
}

static int
on_found(const struct fx_found *f, void *arg, struct fx_err *err)
{
	char mask[FX_VALUE_LEN];
	struct bench *b = arg;
	const struct file *file;
	uint64_t base;
	size_t i;

	(void)err;
	b->count[HITS]++;
	for (i = 0; i < f->nwhy; i++)
		b->count[IIN] += strncmp(f->why[i], "iin:", 4) == 0;
	b->count[SURE12] += f->score >= PROBABLE;
	b->count[SURE20] += f->score >= CONFIRMED;
	if (f->score < PROBABLE)
		return 0;
	file = b->stream ? file_at(b, f->off) : &b->files[b->nfiles - 1];
	base = b->stream ? file->start : 0;
	fx_mask(f->carver, f->value, mask);
	printf("  %s %s score %d (", f->carver->name, mask, f->score);
	for (i = 0; i < f->nwhy; i++)
		printf("%s%s", i > 0 ? " " : "", f->why[i]);
	printf(") %s at %ju\n", file->path, (uintmax_t)(f->off - base));
	return 0;
}

static void
scan_bytes(struct bench *b, const uint8_t *p, size_t n)
{
	struct fx_scan_piece piece = { .p = p, .n = n, .to = n };
	struct fx_scan_options opt = { .nohash = true };
	struct fx_scan_sink sink = { .found = on_found, .arg = b };
	struct fx_scan_result res;
	struct fx_err e;

	if (fx_scan_memory(&piece, carvers, &opt, &sink, &res, &e) == -1)
		errx(4, "scan: %s", e.msg);
}

/* Read a file whole; NULL if that is not possible. */
static char *
slurp(const char *path, size_t size, size_t *n)
{
	char *p = malloc(size + 1);
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
	ssize_t r = 0;

	*n = 0;
	while (p != NULL && fd != -1 && *n < size &&
	    (r = read(fd, p + *n, size - *n)) > 0)
		*n += (size_t)r;
	if (fd != -1)
		close(fd);
	if (fd == -1 || r == -1 || *n == 0) {
		free(p);
		return NULL;
	}
	return p;
}

static void
add_file(struct bench *b, const char *path)
{
	if (b->nfiles == b->cap) {
		b->cap = b->cap == 0 ? 1024 : 2 * b->cap;
		b->files = reallocarray(b->files, b->cap, sizeof *b->files);
		if (b->files == NULL)
			err(4, "files");
	}
	b->files[b->nfiles].start = b->bytes;
	if ((b->files[b->nfiles++].path = strdup(path)) == NULL)
		err(4, "files");
}

static void
one_file(struct bench *b, const char *path, const struct stat *st)
{
	size_t n;
	char *p;

	if (st->st_size == 0 || (uint64_t)st->st_size > FILE_MOST)
		return;
	if ((p = slurp(path, (size_t)st->st_size, &n)) == NULL)
		return;
	add_file(b, path);
	count_runs(b, p, n);
	scan_bytes(b, (const uint8_t *)p, n);
	b->bytes += n;
	free(p);
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void
walk(struct bench *b, char *const *roots)
{
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_XDEV | FTS_NOCHDIR,
	    by_name);
	FTSENT *e;

	if (fts == NULL)
		err(4, "fts_open");
	while (b->bytes < b->limit && (e = fts_read(fts)) != NULL)
		if (e->fts_info == FTS_F && S_ISREG(e->fts_statp->st_mode))
			one_file(b, e->fts_path, e->fts_statp);
	fts_close(fts);
}

static void
report(const struct bench *b)
{
	double gib = (double)b->bytes / (1 << 30);
	int i;

	printf("%zu files, %.2f GiB%s\n", b->nfiles, gib,
	    b->stream ? ", as one stream" : ", one by one");
	for (i = b->stream ? HITS : RUNS; i < STAGES; i++)
		printf("  %-52s %9ju %11.2f per GiB\n", stage_name[i],
		    (uintmax_t)b->count[i], (double)b->count[i] / gib);
}

/* Write all files to fd, as a pipe's other end. */
static void
feed(const struct bench *b, int fd)
{
	uint64_t end;
	size_t i, n, done;
	ssize_t w;
	char *p;

	for (i = 0; i < b->nfiles; i++) {
		end = i + 1 < b->nfiles ? b->files[i + 1].start : b->bytes;
		n = (size_t)(end - b->files[i].start);
		if ((p = slurp(b->files[i].path, n, &done)) == NULL ||
		    done != n)
			_exit(1);
		for (done = 0; done < n; done += (size_t)w)
			if ((w = write(fd, p + done, n - done)) <= 0)
				_exit(1);
		free(p);
	}
	_exit(0);
}

static void
as_stream(struct bench *b)
{
	struct fx_scan_options opt = { .nohash = true };
	struct fx_scan_sink sink = { .found = on_found, .arg = b };
	struct fx_scan_result res;
	struct fx_image *img;
	struct fx_err e;
	int fd[2];

	if (pipe(fd) == -1)
		err(4, "pipe");
	fflush(stdout);
	if (fork() == 0) {
		close(fd[0]);
		feed(b, fd[1]);
	}
	close(fd[1]);
	if (dup2(fd[0], STDIN_FILENO) == -1)
		err(4, "dup2");
	if ((img = fx_image_open("-", 0, &e)) == NULL ||
	    fx_scan(img, carvers, &opt, &sink, &res, &e) == -1)
		errx(4, "stream: %s", e.msg);
	if (res.bytes != b->bytes)
		warnx("files changed: %ju bytes in the stream",
		    (uintmax_t)res.bytes);
	fx_image_close(img);
}

/* What a list of cards gives, through the same code: this bench can see. */
static void
control(void)
{
	static char list[] = "Card number: 4539578763621486 exp 09/28 cvv 417\n"
			     "%B4539578763621486^DOE/ANN^28091010000000000?\n"
			     ";4539578763621486=28091010000000000?\n";
	char name[] = "control";
	struct file file = { .path = name };
	struct bench b = { .files = &file, .nfiles = 1 };

	puts("control, of three planted values:");
	scan_bytes(&b, (const uint8_t *)list, sizeof list - 1);
	if (b.count[SURE12] != 3)
		errx(1, "control: %ju of 3 found", (uintmax_t)b.count[SURE12]);
}

int
main(int argc, char *argv[])
{
	static char usr[] = "/usr", etc[] = "/etc", var[] = "/var",
		    opt[] = "/opt";
	static char *roots[] = { usr, etc, var, opt, NULL };
	struct bench b = { .limit = UINT64_C(2) << 30 };
	int c;

	while ((c = getopt(argc, argv, "n:")) != -1) {
		if (c != 'n')
			return 2;
		b.limit = strtoull(optarg, NULL, 10) << 30;
	}
	control();
	puts("at the default threshold:");
	walk(&b, optind < argc ? argv + optind : roots);
	report(&b);
	b.stream = true;
	memset(b.count, 0, sizeof b.count);
	puts("at the default threshold, as one stream:");
	as_stream(&b);
	report(&b);
	return 0;
}
