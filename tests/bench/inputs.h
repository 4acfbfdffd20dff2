/* inputs.h - for the benches: files to scan, the same ones each time */
#ifndef INPUTS_H
#define INPUTS_H

#include <sys/stat.h>

#include <fts.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "child.h"

enum { INPUT_PIECE = 1 << 20, INPUT_SEEDS = 6 };

enum input_what {
	INPUT_PROGRAMS,
	INPUT_TEXT,
	INPUT_WIDE, /* text, two bytes a character */
	INPUT_RANDOM,
	INPUT_ZEROS,
	INPUT_LOG,
};

struct input {
	FILE *out;
	size_t left; /* bytes of this part still to write */
	enum input_what what;
	uint64_t seed;
	uint8_t *buf; /* 2 * INPUT_PIECE bytes */
};

static inline void
input_put(struct input *m, const void *p, size_t n)
{
	if (n > m->left)
		n = m->left;
	if (fwrite(p, 1, n, m->out) != n)
		err(4, "write");
	m->left -= n;
}

/* A file, if it is of the kind that is wanted: with a NUL in it or without. */
static inline void
input_file(struct input *m, const char *path)
{
	uint8_t *p = m->buf + INPUT_PIECE;
	FILE *f = fopen(path, "rb");
	size_t i, n;

	if (f == NULL)
		return;
	n = fread(p, 1, INPUT_PIECE, f);
	if ((memchr(p, '\0', n < 4096 ? n : 4096) != NULL) !=
	    (m->what == INPUT_PROGRAMS))
		n = 0;
	if (m->what != INPUT_WIDE) {
		for (; n > 0; n = fread(p, 1, INPUT_PIECE, f))
			input_put(m, p, n);
	} else {
		n /= 2;
		for (i = 0; i < n; i++) {
			m->buf[2 * i] = p[i];
			m->buf[2 * i + 1] = 0;
		}
		input_put(m, m->buf, 2 * n);
	}
	fclose(f);
}

static inline int
input_order(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* From the files below a folder, over and over if need be. */
static inline void
input_tree(struct input *m, char *root)
{
	char *roots[] = { root, NULL };
	size_t before;
	FTSENT *e;
	FTS *fts;

	while (m->left > 0) {
		before = m->left;
		if ((fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR,
			 input_order)) == NULL)
			err(4, "%s", root);
		while (m->left > 0 && (e = fts_read(fts)) != NULL)
			if (e->fts_info == FTS_F)
				input_file(m, e->fts_path);
		fts_close(fts);
		if (m->left == before)
			errx(4, "%s: nothing to take", root);
	}
}

static inline uint64_t
input_next(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

static inline void
input_random(struct input *m)
{
	uint64_t word[512];
	size_t i;

	while (m->left > 0) {
		for (i = 0; i < sizeof word / sizeof word[0]; i++)
			word[i] = input_next(&m->seed);
		input_put(m, word, sizeof word);
	}
}

/* Lines as a shop's server writes them: full of digits, none of them a card. */
static inline void
input_log(struct input *m)
{
	unsigned long long a, b;
	char line[256];
	int n;

	while (m->left > 0) {
		a = input_next(&m->seed);
		b = input_next(&m->seed);
		n = snprintf(line, sizeof line,
		    "2026-11-%02llu %02llu:%02llu:%02llu.%06llu order=%llu "
		    "ip=10.%llu.%llu.%llu total=%llu.%02llu ref %llu-%llu "
		    "mail=u%llu@shop.example\n",
		    a % 28 + 1, a >> 8 & 15, a % 60, b % 60, b % 1000000,
		    a >> 30, a & 255, a >> 8 & 255, b & 255, b % 500, a % 100,
		    b >> 20 & 0xffffff, a >> 24 & 0xffffff, b >> 40);
		input_put(m, line, (size_t)n);
	}
}

/* n bytes of a kind, at the end of an open file. */
static inline void
input_add(FILE *out, enum input_what what, size_t n)
{
	static char lib[] = "/usr/lib", share[] = "/usr/share";
	static uint8_t buf[2 * INPUT_PIECE];
	struct input m = { out, n, what, 88172645463325252, buf };

	switch (what) {
	case INPUT_PROGRAMS:
		input_tree(&m, lib);
		break;
	case INPUT_TEXT:
	case INPUT_WIDE:
		input_tree(&m, share);
		break;
	case INPUT_RANDOM:
		input_random(&m);
		break;
	case INPUT_LOG:
		input_log(&m);
		break;
	case INPUT_ZEROS:
		memset(buf, 0, INPUT_PIECE);
		while (m.left > 0)
			input_put(&m, buf, INPUT_PIECE);
		break;
	}
}

/* A file of one kind, or of two, half and half. */
static inline void
input_make(const char *path, enum input_what a, enum input_what b, size_t n)
{
	FILE *f = fopen(path, "wb");

	if (f == NULL)
		err(4, "%s", path);
	input_add(f, a, n - n / 2);
	input_add(f, b, n / 2);
	if (fclose(f) != 0)
		err(4, "%s", path);
}

/* A quarter each of programs, text and noise, an eighth of zeros, of UTF-16. */
static inline void
input_mix(const char *path, size_t n)
{
	FILE *f = fopen(path, "wb");

	if (f == NULL)
		err(4, "%s", path);
	input_add(f, INPUT_PROGRAMS, n / 4);
	input_add(f, INPUT_TEXT, n / 4);
	input_add(f, INPUT_RANDOM, n / 4);
	input_add(f, INPUT_ZEROS, n / 8);
	input_add(f, INPUT_WIDE, n - 3 * (n / 4) - n / 8);
	if (fclose(f) != 0)
		err(4, "%s", path);
}

static inline void
input_shell(const char *command)
{
	if (child_run(command, "/dev/null", "/dev/null").status != 0)
		errx(4, "failed: %s", command);
}

/* Files below a folder, in the order of their names, n bytes of them. */
static inline void
input_copy(const char *from, size_t n)
{
	char command[1024];

	snprintf(command, sizeof command,
	    "find %s -xdev -type f -size -16M -readable -printf '%%s %%p\\n' | "
	    "LC_ALL=C sort -k 2 | awk -v most=%zu '{ sum += $1; if (sum > "
	    "most) exit; sub(/^[0-9]* /, \"\"); print }' | "
	    "tar -cPf - --no-recursion --files-from=- | "
	    "tar -xf - -C tree --transform 's,^/,,'",
	    from, n);
	input_shell(command);
}

/*
 * A disk with ext4: programs, documents packed and plain, noise, zeros, and
 * values planted in each notation, some 2,700 for each seed; as raw and as E01.
 */
static inline void
input_disk(size_t n)
{
	size_t seeds = n * INPUT_SEEDS >> 30, i;
	char command[1024];

	input_shell("mkdir tree");
	input_copy("/usr/lib", n / 100 * 30);
	input_copy("/usr/bin", n / 100 * 9);
	input_copy("/usr/share/doc", n / 100 * 5);
	input_copy("/usr/share", n / 100 * 12);
	input_make("tree/noise", INPUT_RANDOM, INPUT_ZEROS, n / 100 * 14);
	for (i = 0; i < (seeds > 0 ? seeds : 1); i++) {
		snprintf(command, sizeof command,
		    "cd tree && \"$HELPER/fxgen\" %zu values%zu && rm *.tsv",
		    i + 1, i);
		input_shell(command);
	}
	snprintf(command, sizeof command,
	    "export E2FSPROGS_FAKE_TIME=1775000000; mke2fs -q -F -t ext4 -d "
	    "tree -U 6d0f52a1-93ad-4d1c-9a2b-1c2b3a4d5e6f -E root_owner=0:0,"
	    "hash_seed=6d0f52a1-93ad-4d1c-9a2b-1c2b3a4d5e6f disk.raw %zuk && "
	    "rm -r tree && cat disk.raw >disk.full && mv disk.full disk.raw",
	    n >> 10);
	input_shell(command);
	input_shell("ewfacquire -u -q -c fast -S 100GiB -t disk disk.raw");
}

#endif
