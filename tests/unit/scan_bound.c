/* scan_bound.c - memory stays within its bound, and scarcity ends in words */
#include <sys/resource.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <unistd.h>

#include "scan_fake.h"
#include "tap.h"

/* The address space of a program under a sanitizer tells nothing. */
static bool
is_plain(void)
{
	const char *mode = getenv("MODE");

	return mode == NULL || strcmp(mode, "release") == 0;
}

/* A line of /proc/self/status, in KiB. */
static uint64_t
status(const char *key)
{
	FILE *f = fopen("/proc/self/status", "re");
	uint64_t kib = 0;
	char line[128];

	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, key, strlen(key)) == 0)
			kib = strtoull(line + strlen(key), NULL, 10);
	if (f != NULL)
		fclose(f);
	return kib;
}

static int
temp_file(char *path, size_t cap)
{
	const char *dir = getenv("TMPDIR");

	snprintf(path, cap, "%s/fx-scan-XXXXXX", dir != NULL ? dir : "/tmp");
	return mkstemp(path);
}

static int
count(const struct fx_found *f, void *arg, struct fx_err *err)
{
	(void)f, (void)err;
	++*(uint64_t *)arg;
	return 0;
}

/* Scan a file; its peak of memory above what was there before, in MiB. */
static uint64_t
scan_file(const char *path, unsigned int threads, uint64_t *found,
    struct fx_scan_result *res)
{
	struct fx_scan_options opt = { .threads = threads,
		.context = 100,
		.nohash = true };
	struct fx_scan_sink sink = { .found = count, .arg = found };
	struct fx_image *img;
	struct fx_err err;
	uint64_t before;
	int fd = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);

	*found = 0;
	if (fd != -1) { /* forget the peak so far */
		ok(write(fd, "5", 1) == 1, "the peak of memory can be reset");
		close(fd);
	}
	before = status("VmRSS:");
	if ((img = fx_image_open(path, FX_IMAGE_RAW, &err)) == NULL ||
	    fx_scan(img, fake_set, &opt, &sink, res, &err) == -1)
		printf("# %s\n", err.msg);
	fx_image_close(img);
	return (status("VmHWM:") - before) / 1024;
}

/* Four GiB that are nearly all holes, some values far beyond 2^32. */
static void
check_sparse(void)
{
	static const uint64_t at[] = { 0, 1 << 20, (1 << 20) - 5,
		((uint64_t)1 << 31) - 8, ((uint64_t)1 << 32) - 8,
		((uint64_t)1 << 32) + 99999 };
	const uint64_t size = is_plain() ? ((uint64_t)1 << 32) + 100003
					 : ((uint64_t)1 << 26) + 100003;
	struct fx_scan_result res = { .bytes = 0 };
	uint64_t found, peak, want = 0;
	char path[256];
	int fd = temp_file(path, sizeof(path));
	size_t i;

	if (!ok(fd != -1 && ftruncate(fd, (off_t)size) == 0, "a sparse file"))
		return;
	for (i = 0; i < FX_LEN(at); i++)
		if (at[i] + 4 <= size &&
		    pwrite(fd, "1234", 4, (off_t)at[i]) == 4)
			want++;
	peak = scan_file(path, 2, &found, &res);
	is_int(found, want, "%" PRIu64 " bytes: all values", size);
	ok(res.complete && res.bytes == size, "to its end");
	if (is_plain())
		ok(peak < 32, "at most %" PRIu64 " MiB of memory", peak);
	close(fd);
	unlink(path);
}

/* Nothing but findings: what they take is bounded as well. */
static void
check_dense(void)
{
	enum { PIECE = 1 << 20, PIECES = 5 };
	uint8_t *p = malloc(PIECE);
	struct fx_scan_result res = { .bytes = 0 };
	uint64_t found, peak;
	char path[256];
	int fd = temp_file(path, sizeof(path)), i, n = is_plain() ? PIECES : 2;
	bool good = fd != -1;

	for (i = 0; i < n; i++) {
		fake_fill(p, PIECE, FAKE_NUMBERS, (uint64_t)i);
		good = good && write(fd, p, PIECE) == PIECE;
	}
	free(p);
	if (!ok(good, "a file of numbers"))
		return;
	peak = scan_file(path, 2, &found, &res);
	ok(found > (uint64_t)n * 50000 && res.complete, "%" PRIu64 " findings",
	    found);
	if (is_plain())
		ok(peak < 64, "at most %" PRIu64 " MiB of memory", peak);
	close(fd);
	unlink(path);
}

enum { N = 3 << 20 };
static uint8_t *starved_bytes;
static struct fake_log starved_log;

/* What a child with so much address space does; it ends with this. */
enum { SAME = 0, WORDS = 1, WRONG = 2 };

static int
starve(uint64_t more)
{
	struct fx_scan_options opt = { .threads = 8 };
	struct fake_log log = { .last = 0 };
	struct fx_scan_sink sink = fake_sink(&log);
	struct fx_scan_result res;
	struct fx_err err = { .code = FX_OK };
	struct fx_image *img;
	struct rlimit lim;
	char path[256];
	int fd = temp_file(path, sizeof(path));

	if (fd == -1 || write(fd, starved_bytes, N) != N ||
	    (img = fx_image_open(path, FX_IMAGE_RAW, &err)) == NULL)
		return WRONG;
	close(fd);
	unlink(path);
	lim.rlim_cur = lim.rlim_max = status("VmSize:") * 1024 + more;
	setrlimit(RLIMIT_AS, &lim);
	if (fx_scan(img, fake_set, &opt, &sink, &res, &err) == -1)
		return err.msg[0] != '\0' && err.code != FX_OK ? WORDS : WRONG;
	if (log.text.failed) /* our own memory */
		return WORDS;
	return log.text.len == starved_log.text.len &&
		memcmp(log.text.p, starved_log.text.p, log.text.len) == 0
	    ? SAME
	    : WRONG;
}

static void
check_starved(void)
{
	struct fx_scan_piece piece;
	struct fx_scan_options opt = { .min = 0 };
	struct fx_scan_sink sink = fake_sink(&starved_log);
	struct fx_scan_result res;
	int seen[3] = { 0, 0, 0 }, st, i, code;
	struct fx_err err;
	pid_t pid;

	starved_bytes = calloc(1, N);
	fake_fill(starved_bytes, 8000, FAKE_NUMBERS, 1);
	fake_fill(starved_bytes + N - 8000, 8000, FAKE_WIDE, 2);
	piece = (struct fx_scan_piece){ starved_bytes, N, 0, 0, N };
	fx_scan_memory(&piece, fake_set, &opt, &sink, &res, &err);
	for (i = 0; i < 30; i++) {
		fflush(stdout);
		if ((pid = fork()) == 0)
			_exit(starve((uint64_t)(i * i) << 18));
		code = pid != -1 && waitpid(pid, &st, 0) == pid &&
			WIFEXITED(st) && WEXITSTATUS(st) <= WRONG
		    ? WEXITSTATUS(st)
		    : WRONG;
		if (code == WRONG)
			printf("# wrong with %d KiB more\n", i * i * 256);
		seen[code]++;
	}
	is_int(seen[WRONG], 0, "too little memory: never a crash or a loss");
	ok(seen[WORDS] > 2, "too little memory: words, %d times", seen[WORDS]);
	ok(seen[SAME] > 2, "enough memory: the same events, %d times",
	    seen[SAME]);
	free(starved_bytes);
	fx_buf_done(&starved_log.text);
}

int
main(void)
{
	check_sparse();
	check_dense();
	if (is_plain())
		check_starved();
	return done();
}
