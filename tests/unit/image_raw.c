/* image_raw.c - files, pipes and what is no source, through the public calls */
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "forensic/image.h"
#include "tap.h"

enum { LEN = 300000 };
static uint8_t want[LEN], got[LEN + 1];
static char dir[] = "/tmp/image_raw.XXXXXX";
static char path[64];

static void
make(const char *name, size_t len)
{
	int fd;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1 || write(fd, want, len) != (ssize_t)len || close(fd) == -1)
		abort();
}

static struct fx_image *
opened(void)
{
	struct fx_err err = { 0 };
	struct fx_image *img = fx_image_open(path, 0, &err);

	ok(img != NULL, "%s opens", path + sizeof(dir));
	if (img == NULL) {
		printf("# %s\n", err.msg);
		exit(done());
	}
	return img;
}

static void
sizes(void)
{
	static const struct {
		uint64_t off;
		size_t len;
		ssize_t want;
	} row[] = {
		{ 0, 0, 0 },
		{ 0, 1, 1 },
		{ 0, LEN, LEN },
		{ 0, LEN + 1, LEN },
		{ 511, 2, 2 },
		{ LEN - 1, 2, 1 },
		{ LEN, 1, 0 },
		{ UINT64_MAX, 1, 0 },
		{ UINT64_MAX - 1, SIZE_MAX, 0 },
	};
	struct fx_image *img, *two;
	struct fx_err err;
	size_t i;

	make("file", LEN);
	img = opened();
	two = fx_image_again(img, &err);
	ok(two != NULL, "a second handle");
	is_str(fx_image_info(img)->format, "raw", "format");
	is_int(fx_image_info(img)->size, LEN, "size");
	is_int(fx_image_info(two)->size, LEN, "size in the second handle");
	is_int(fx_image_info(img)->sector, 512, "sector");
	fx_image_close(img); /* the second one lives on */
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		is_int(fx_image_read(two, row[i].off, got, row[i].len, NULL,
			   NULL, &err),
		    row[i].want, "read %zu at %ju", row[i].len,
		    (uintmax_t)row[i].off);
		ok(row[i].want <= 0 ||
			memcmp(got, want + row[i].off, (size_t)row[i].want) ==
			    0,
		    "its bytes");
	}
	fx_image_close(two);
	unlink(path);
}

struct told {
	unsigned int n;
	struct fx_gap last;
};

static void
tell(const struct fx_gap *g, void *arg)
{
	struct told *t = arg;

	t->n++;
	t->last = *g;
}

static void
shrinks(void)
{
	struct fx_image *img;
	struct told t = { 0 };
	struct fx_err err;

	make("shrinks", LEN);
	img = opened();
	if (truncate(path, 1000) == -1)
		abort();
	memset(got, 1, sizeof(got));
	is_int(fx_image_read(img, 10, got, LEN, tell, &t, &err), LEN - 10,
	    "a file cut while read keeps its size");
	ok(memcmp(got, want + 10, 990) == 0, "what is left is read");
	is_int(t.n, 1, "one gap");
	is_int(t.last.off, 1000, "from where it was cut");
	is_int(t.last.len, LEN - 1000, "to its end");
	is_str(t.last.why, "file ended early", "the reason");
	is_int(got[990] | got[LEN - 11], 0, "zeros there");
	is_int(got[LEN - 10], 1, "nothing behind");
	fx_image_close(img);
	unlink(path);
}

static void
small(void)
{
	struct fx_image *img;
	struct fx_err err;

	make("empty", 0);
	img = opened();
	is_int(fx_image_info(img)->size, 0, "an empty file has size 0");
	is_int(fx_image_read(img, 0, got, 1, NULL, NULL, &err), 0, "no byte");
	fx_image_close(img);
	unlink(path);
	make("one", 1);
	img = opened();
	is_int(fx_image_info(img)->size, 1, "a file of one byte");
	is_int(fx_image_read(img, 0, got, 9, NULL, NULL, &err), 1, "read");
	fx_image_close(img);
	unlink(path);
	snprintf(path, sizeof(path), "/proc/self/status");
	img = fx_image_open(path, 0, &err);
	ok(img != NULL && fx_image_info(img)->stream,
	    "a file of size 0 with bytes is a stream");
	if (img != NULL)
		ok(fx_image_read(img, 0, got, LEN, NULL, NULL, &err) > 100,
		    "and is read");
	fx_image_close(img);
}

static void
refused(const char *what, int code, const char *words)
{
	struct fx_err err = { 0 };
	struct fx_image *img = fx_image_open(path, 0, &err);

	ok(img == NULL, "%s is refused", what);
	is_int(err.code, code, "its code");
	ok(strstr(err.msg, words) != NULL, "\"%s\" says %s", err.msg, words);
	fx_image_close(img);
}

static void
nothing(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd;

	snprintf(path, sizeof(path), "%s/none", dir);
	refused("a missing file", FX_EIO, "No such file");
	snprintf(path, sizeof(path), "%s", dir);
	refused("a directory", FX_EFORMAT, "directory");
	snprintf(path, sizeof(path), "%s/socket", dir);
	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd == -1 || bind(fd, (void *)&sun, sizeof(sun)) == -1)
		abort();
	refused("a socket", FX_EFORMAT, "socket");
	close(fd);
	unlink(path);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < LEN; i++)
		want[i] = (uint8_t)(i * 2654435761u >> 13);
	if (mkdtemp(dir) == NULL)
		abort();
	sizes();
	shrinks();
	small();
	nothing();
	ok(rmdir(dir) == 0, "nothing left behind");
	return done();
}
