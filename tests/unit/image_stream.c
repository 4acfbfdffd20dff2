/* image_stream.c - standard input: read once, in order, in whatever pieces */
#include <sys/wait.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "forensic/image.h"
#include "tap.h"

enum { LEN = 200000 };
static uint8_t want[LEN], got[LEN + 1];

/* Put a pipe on standard input that a child fills in uneven pieces. */
static pid_t
feed(size_t len, int nonblock)
{
	size_t at = 0, n;
	int p[2];
	pid_t pid;

	if (pipe(p) == -1)
		abort();
	fflush(stdout);
	if ((pid = fork()) == -1)
		abort();
	if (pid == 0) {
		close(p[0]);
		for (; at < len; at += n) {
			n = 1 + at % 7919;
			if (n > len - at)
				n = len - at;
			if (write(p[1], want + at, n) != (ssize_t)n)
				_exit(1);
			if (at % 5 == 0)
				usleep(1000);
		}
		_exit(0);
	}
	close(p[1]);
	if (nonblock)
		fcntl(p[0], F_SETFL, O_NONBLOCK);
	dup2(p[0], STDIN_FILENO);
	close(p[0]);
	return pid;
}

static void
row(size_t len, size_t block, int nonblock)
{
	struct fx_err err = { 0 };
	struct fx_image *img;
	uint64_t at = 0;
	pid_t pid = feed(len, nonblock);
	ssize_t n = 1;

	img = fx_image_open("-", 0, &err);
	if (!ok(img != NULL, "%zu bytes, blocks of %zu%s", len, block,
		nonblock ? ", non-blocking" : ""))
		return;
	ok(fx_image_info(img)->stream, "it is a stream");
	is_str(fx_image_info(img)->format, "stream", "format");
	is_int(fx_image_info(img)->size, 0, "size unknown");
	ok(fx_image_again(img, &err) == NULL && err.code == FX_EARG,
	    "no second handle");
	while (n > 0) {
		n = fx_image_read(img, at, got + at,
		    block < sizeof(got) - at ? block : sizeof(got) - at, NULL,
		    NULL, &err);
		at += n > 0 ? (uint64_t)n : 0;
		if (n > 0 && (size_t)n < block)
			is_int(at, len, "short only at the end");
	}
	is_int(n, 0, "it ends");
	is_int(at, len, "all of it");
	ok(memcmp(got, want, len) == 0, "the bytes");
	is_int(fx_image_read(img, at + 1, got, 1, NULL, NULL, &err), -1,
	    "out of order is the caller's fault");
	is_int(err.code, FX_EARG, "and said so");
	fx_image_close(img);
	waitpid(pid, NULL, 0);
}

/* A stream whose read fails says so, and where. */
static void
fails(void)
{
	struct fx_err err = { 0 };
	struct fx_image *img;
	int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);

	if (fd == -1) {
		ok(true, "no /proc/self/mem # SKIP");
		return;
	}
	dup2(fd, STDIN_FILENO);
	close(fd);
	img = fx_image_open("-", 0, &err);
	if (!ok(img != NULL, "an unreadable stream opens"))
		return;
	is_int(fx_image_read(img, 0, got, 16, NULL, NULL, &err), -1,
	    "its read fails");
	is_int(err.code, FX_EIO, "with EIO");
	is_int(err.off, 0, "where");
	fx_image_close(img);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < LEN; i++)
		want[i] = (uint8_t)(i * 2654435761u >> 11);
	row(LEN, 65536, 0);
	row(LEN, LEN + 1, 0);
	row(LEN, 4096, 1);
	row(1, 4096, 0);
	row(0, 4096, 1);
	fails();
	return done();
}
