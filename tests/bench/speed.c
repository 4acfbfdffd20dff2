/*
 * speed.c - fxscan beside openssl dgst and cat, on the same file, in turn
 *
 *	speed [-r ROUNDS] [-s MIB]
 *
 * The file (1024 MiB) is a quarter each of programs, text and random bytes, an
 * eighth of zeros and an eighth of the text in UTF-16LE; it lies beside the
 * tools and is kept.  Prints the median of the rounds (5), by the wall.
 */
#include <sys/stat.h>

#include <fts.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "child.h"

enum { PIECE = 1 << 20, ROUNDS_MOST = 99 };

struct mix {
	FILE *out;
	size_t left;  /* bytes of this part still to write */
	bool text;    /* take files without a NUL, else those with one */
	bool wide;    /* two bytes a character */
	uint8_t *buf; /* 2 * PIECE bytes */
};

static void
mix_put(struct mix *m, const uint8_t *p, size_t n)
{
	if (n > m->left)
		n = m->left;
	if (fwrite(p, 1, n, m->out) != n)
		err(4, "write");
	m->left -= n;
}

static void
mix_file(struct mix *m, const char *path)
{
	uint8_t *p = m->buf + PIECE;
	FILE *f = fopen(path, "rb");
	size_t i, n;

	if (f == NULL)
		return;
	n = fread(p, 1, PIECE, f);
	if ((memchr(p, '\0', n < 4096 ? n : 4096) == NULL) != m->text)
		n = 0;
	if (!m->wide) {
		for (; n > 0; n = fread(p, 1, PIECE, f))
			mix_put(m, p, n);
	} else {
		n /= 2;
		for (i = 0; i < n; i++) {
			m->buf[2 * i] = p[i];
			m->buf[2 * i + 1] = 0;
		}
		mix_put(m, m->buf, 2 * n);
	}
	fclose(f);
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Fill n bytes from the files below a folder, over and over if need be. */
static void
mix_tree(struct mix *m, char *root, size_t n)
{
	char *roots[] = { root, NULL };
	FTSENT *e;
	FTS *fts;

	for (m->left = n; m->left > 0;) {
		size_t before = m->left;

		if ((fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR,
			 by_name)) == NULL)
			err(4, "%s", root);
		while (m->left > 0 && (e = fts_read(fts)) != NULL)
			if (e->fts_info == FTS_F)
				mix_file(m, e->fts_path);
		fts_close(fts);
		if (m->left == before)
			errx(4, "%s: nothing to mix", root);
	}
}

static void
mix_random(struct mix *m, size_t n)
{
	uint64_t x = 1, word[512];
	size_t i;

	for (m->left = n; m->left > 0;) {
		for (i = 0; i < sizeof word / sizeof word[0]; i++) {
			x ^= x << 13;
			x ^= x >> 7;
			x ^= x << 17;
			word[i] = x;
		}
		mix_put(m, (const uint8_t *)word, sizeof word);
	}
}

static void
mix_make(const char *path, size_t size)
{
	static char lib[] = "/usr/lib", share[] = "/usr";
	static uint8_t buf[2 * PIECE];
	struct mix m = { .buf = buf };
	struct stat st;

	if (stat(path, &st) == 0 && (uint64_t)st.st_size == size)
		return;
	if ((m.out = fopen(path, "wb")) == NULL)
		err(4, "%s", path);
	mix_tree(&m, lib, size / 4);
	m.text = true;
	mix_tree(&m, share, size / 4);
	mix_random(&m, size / 4);
	memset(m.buf, 0, PIECE);
	for (m.left = size / 8; m.left > 0;)
		mix_put(&m, m.buf, PIECE);
	m.wide = true;
	mix_tree(&m, share, size / 8);
	if (fclose(m.out) != 0)
		err(4, "%s", path);
}

static int
by_seconds(const void *a, const void *b)
{
	double x = ((const struct child *)a)->seconds;
	double y = ((const struct child *)b)->seconds;

	return (x > y) - (x < y);
}

struct command {
	const char *name, *command;
	struct child runs[ROUNDS_MOST];
};

static void
compare(struct command *cmds, size_t n, int rounds, size_t size)
{
	static const char null[] = "/dev/null";
	int r, mid = rounds / 2;
	double base, s;
	size_t i;

	for (r = 0; r < rounds; r++)
		for (i = 0; i < n; i++) {
			cmds[i].runs[r] = child_run(cmds[i].command, null,
			    null);
			if (cmds[i].runs[r].status != 0)
				errx(4, "%s: exit %d", cmds[i].name,
				    cmds[i].runs[r].status);
		}
	for (i = 0; i < n; i++)
		qsort(cmds[i].runs, (size_t)rounds, sizeof cmds[i].runs[0],
		    by_seconds);
	base = cmds[0].runs[mid].seconds;
	printf("%-28s %8s %8s %8s %9s\n", "command", "seconds", "GB/s", "ratio",
	    "RSS MiB");
	for (i = 0; i < n; i++) {
		s = cmds[i].runs[mid].seconds;
		printf("%-28s %8.3f %8.2f %8.2f %9.1f\n", cmds[i].name, s,
		    (double)size / s / 1e9, s / base,
		    (double)cmds[i].runs[mid].rss / 1024);
	}
}

int
main(int argc, char *argv[])
{
	static struct command cmds[] = {
		{ .name = "openssl dgst -sha256",
		    .command = "exec openssl dgst -sha256 mix.raw" },
		{ .name = "cat", .command = "exec cat mix.raw" },
		{ .name = "fxscan", .command = "exec fxscan --json mix.raw" },
		{ .name = "fxscan -j1",
		    .command = "exec fxscan --json -j1 mix.raw" },
	};
	size_t size = (size_t)1024 << 20;
	int c, rounds = 5;

	while ((c = getopt(argc, argv, "r:s:")) != -1) {
		if (c == 'r')
			rounds = (int)strtol(optarg, NULL, 10);
		else if (c == 's')
			size = strtoull(optarg, NULL, 10) << 20;
		else
			return 2;
	}
	if (rounds < 1 || rounds > ROUNDS_MOST || size < PIECE)
		return 2;
	child_tools();
	mix_make("mix.raw", size);
	printf("%zu MiB, median of %d rounds; ratio to openssl dgst\n",
	    size >> 20, rounds);
	compare(cmds, sizeof cmds / sizeof cmds[0], rounds, size);
	return 0;
}
