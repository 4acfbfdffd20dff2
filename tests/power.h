/*
 * power.h - a disk that fails, and a machine whose power is cut
 *
 * SQLite writes through a VFS of ours, the case's other files through calls
 * that are wrapped (GNUmakefile): every write, truncation, sync, creation,
 * renaming and deletion in one folder is an operation with a number, and one of
 * them fails, or is the last before the power goes.  What was synced by then is
 * on the disk that comes back; of the rest, nothing, all, or any part of it,
 * and of a write perhaps its first half.  Names are on disk when their folder
 * was synced; until then a first part of the changes to it may be, in their
 * order.
 */
#ifndef POWER_H
#define POWER_H

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

enum power_fault {
	POWER_GOOD,
	POWER_EIO,
	POWER_ENOSPC,
	POWER_TORN, /* half of a write, then EIO */
	POWER_CUT,
	POWER_OFF, /* it was cut before */
};

/* What survives a cut of what was not synced. */
enum power_rest { POWER_NONE, POWER_SOME, POWER_ALL };

enum { POWER_NAMES = 16, POWER_MOVES = 256, POWER_FDS = 256 };

/* A write at off, or a truncation to off (p NULL), that is not on disk yet. */
struct power_change {
	uint8_t *p;
	size_t n;
	uint64_t off;
};

struct power_node {
	uint8_t *p; /* n bytes that are on disk */
	size_t n;
	struct power_change *changes;
	size_t nchanges, cap;
	struct power_node *next; /* of all that ever were */
};

/* Name became node (NULL: of none), and was `old` before (NULL: new). */
struct power_move {
	int name, old;
	struct power_node *node;
};

static struct power {
	char dir[64];
	char names[POWER_NAMES][64];
	struct power_node *now[POWER_NAMES], *ondisk[POWER_NAMES];
	int nnames;
	struct power_move moves[POWER_MOVES];
	size_t nmoves;
	struct power_node *all, *fds[POWER_FDS], folder;
	enum power_fault fault;
	unsigned long at, ops; /* which operation fails; how many there were */
	bool off;
	uint32_t seed;
} power;

static uint32_t
power_random(void)
{
	power.seed = power.seed * 1664525 + 1013904223;
	return power.seed >> 16;
}

static void *
power_must(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

/* The number of a file of our folder; -1: it is none of ours. */
static int
power_name(const char *path)
{
	size_t n = strlen(power.dir);
	int i;

	if (n == 0 || strncmp(path, power.dir, n) != 0 || path[n] != '/')
		return -1;
	for (i = 0; i < power.nnames; i++)
		if (strcmp(power.names[i], path + n + 1) == 0)
			return i;
	if (i == POWER_NAMES)
		abort();
	snprintf(power.names[i], sizeof(power.names[i]), "%s", path + n + 1);
	return power.nnames++;
}

static const char *
power_path(int name)
{
	static char path[160];

	snprintf(path, sizeof(path), "%s/%s", power.dir, power.names[name]);
	return path;
}

static struct power_node *
power_node_new(void)
{
	struct power_node *node = power_must(calloc(1, sizeof(*node)));

	node->next = power.all;
	power.all = node;
	return node;
}

/* One more operation: does it go well, or how not? */
static enum power_fault
power_step(void)
{
	if (power.off)
		return POWER_OFF;
	if (++power.ops != power.at)
		return POWER_GOOD;
	power.off = power.fault == POWER_CUT;
	return power.fault;
}

static void
power_change(struct power_node *node, const void *p, size_t n, uint64_t off)
{
	struct power_change *c;

	if (node->nchanges == node->cap) {
		node->cap = node->cap * 2 + 16;
		node->changes = power_must(
		    realloc(node->changes, node->cap * sizeof(*c)));
	}
	c = &node->changes[node->nchanges++];
	*c = (struct power_change){ NULL, n, off };
	if (p != NULL)
		c->p = memcpy(power_must(malloc(n + 1)), p, n);
}

/* The first n bytes of a change reach the disk. */
static void
power_apply(struct power_node *node, const struct power_change *c, size_t n)
{
	size_t end = (size_t)c->off + n;

	if (c->p == NULL)
		end = (size_t)c->off;
	if (end > node->n || c->p == NULL) {
		node->p = power_must(realloc(node->p, end + 1));
		if (end > node->n)
			memset(node->p + node->n, 0, end - node->n);
		node->n = end;
	}
	if (c->p != NULL)
		memcpy(node->p + c->off, c->p, n);
}

static void
power_forget(struct power_node *node)
{
	while (node->nchanges > 0)
		free(node->changes[--node->nchanges].p);
}

static void
power_move(const struct power_move *m, struct power_node **table)
{
	if (m->old != -1)
		table[m->old] = NULL;
	table[m->name] = m->node;
}

static void
power_moved(int name, int old, struct power_node *node)
{
	struct power_move *m = &power.moves[power.nmoves++];

	if (power.nmoves == POWER_MOVES)
		abort();
	*m = (struct power_move){ name, old, node };
	power_move(m, power.now);
}

/* What was written to node is on disk; &power.folder: the names are. */
static void
power_synced(struct power_node *node)
{
	size_t i;

	for (i = 0; node == &power.folder && i < power.nmoves; i++)
		power_move(&power.moves[i], power.ondisk);
	if (node == &power.folder)
		power.nmoves = 0;
	for (i = 0; i < node->nchanges; i++)
		power_apply(node, &node->changes[i], node->changes[i].n);
	power_forget(node);
}

static void
power_drop(void)
{
	struct power_node *node;

	while ((node = power.all) != NULL) {
		power.all = node->next;
		power_forget(node);
		free(node->changes);
		free(node->p);
		free(node);
	}
	memset(power.now, 0, sizeof(power.now));
	memset(power.ondisk, 0, sizeof(power.ondisk));
	memset(power.fds, 0, sizeof(power.fds));
	power.nnames = 0;
	power.nmoves = 0;
}

/* Files of the folder, one after the other, until NULL. */
static const char *
power_next(DIR *d)
{
	const struct dirent *e;

	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			return e->d_name;
	return NULL;
}

static void
power_empty(void)
{
	DIR *d = power_must(opendir(power.dir));
	const char *name;

	while ((name = power_next(d)) != NULL)
		unlinkat(dirfd(d), name, 0);
	closedir(d);
}

/* Begin with the folder as it is, all of it on disk. */
static void
power_begin(enum power_fault fault, unsigned long at)
{
	DIR *d = power_must(opendir(power.dir));
	struct power_node *node;
	char path[400];
	const char *name;
	struct stat st;
	FILE *f;
	int i;

	power_drop();
	power.off = false;
	while ((name = power_next(d)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", power.dir, name);
		node = power_node_new();
		f = power_must(fopen(path, "r"));
		if (fstat(fileno(f), &st) == -1)
			abort();
		node->n = (size_t)st.st_size;
		node->p = power_must(malloc(node->n + 1));
		if (fread(node->p, 1, node->n, f) != node->n)
			abort();
		fclose(f);
		i = power_name(path);
		power.now[i] = power.ondisk[i] = node;
	}
	closedir(d);
	power.fault = fault;
	power.at = at;
	power.ops = 0;
	power.seed = (uint32_t)at * 2654435761u + 1;
}

/* Some of what was not synced got there. */
static void
power_settle(struct power_node *node, enum power_rest rest)
{
	struct power_change *c;
	size_t i, n;

	for (i = 0; i < node->nchanges; i++) {
		c = &node->changes[i];
		n = c->n;
		if (rest == POWER_NONE ||
		    (rest == POWER_SOME && power_random() % 2 == 0))
			continue;
		if (rest == POWER_SOME && power_random() % 3 == 0)
			n /= 2;
		power_apply(node, c, n);
	}
}

/* The power is back: the folder is what the disk has. */
static void
power_back(enum power_rest rest)
{
	size_t i, most = power.nmoves;
	struct power_node *node;
	FILE *f;
	int k;

	if (rest == POWER_SOME)
		most = power_random() % (power.nmoves + 1);
	for (i = 0; rest != POWER_NONE && i < most; i++)
		power_move(&power.moves[i], power.ondisk);
	power_empty();
	for (k = 0; k < power.nnames; k++) {
		if ((node = power.ondisk[k]) == NULL)
			continue;
		power_settle(node, rest);
		f = power_must(fopen(power_path(k), "w"));
		if (node->n > 0 && fwrite(node->p, 1, node->n, f) != node->n)
			abort();
		fclose(f);
	}
	power.off = false;
	power.at = 0;
}

#endif
