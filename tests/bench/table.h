/* table.h - for the benches: commands run in turn, and what they took */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "child.h"

enum { TABLE_ROUNDS = 99, TABLE_ROWS = 64 };

/* A command on a load; the first of a load is what the others are held to. */
struct row {
	const char *load, *name;
	const char *need;    /* a program it takes; NULL: none */
	const char *command; /* for a shell: see child_run */
	const char *in;      /* standard input; NULL: none */
	const char *before;  /* run before each, not measured; or NULL */
	uint64_t size;       /* bytes, or findings if `counts` */
	bool counts, once;   /* once: too slow to be repeated */
	bool gone;           /* its program is not here */
	int rounds;
	struct child runs[TABLE_ROUNDS];
};

struct table {
	struct row row[TABLE_ROWS];
	size_t n;
};

static inline bool
table_have(const char *program)
{
	char command[256];

	snprintf(command, sizeof command, "command -v %s", program);
	return child_run(command, "/dev/null", "/dev/null").status == 0;
}

static inline void
table_add(struct table *t, struct row row)
{
	if (t->n == TABLE_ROWS)
		errx(4, "too many rows");
	row.gone = row.need != NULL && !table_have(row.need);
	t->row[t->n++] = row;
}

static inline void
table_round(struct row *r)
{
	struct child *c = &r->runs[r->rounds];

	if (r->gone || (r->once && r->rounds > 0))
		return;
	if (r->before != NULL &&
	    child_run(r->before, "/dev/null", "/dev/null").status != 0)
		errx(4, "failed: %s", r->before);
	*c = child_run(r->command, r->in != NULL ? r->in : "/dev/null",
	    "/dev/null");
	if (c->status != 0)
		errx(4, "%s, %s: exit %d", r->load, r->name, c->status);
	r->rounds++;
}

/* The commands of each load one after the other, so many times over. */
static inline void
table_run(struct table *t, int rounds)
{
	size_t from, to, i;
	int k;

	for (from = 0; from < t->n; from = to) {
		for (to = from; to < t->n &&
		     strcmp(t->row[to].load, t->row[from].load) == 0;
		     to++)
			;
		warnx("%s ...", t->row[from].load);
		for (k = 0; k < rounds; k++)
			for (i = from; i < to; i++)
				table_round(&t->row[i]);
	}
}

static inline int
table_order(const void *a, const void *b)
{
	double x = ((const struct child *)a)->seconds;
	double y = ((const struct child *)b)->seconds;

	return (x > y) - (x < y);
}

/* The run in the middle of all. */
static inline const struct child *
table_median(struct row *r)
{
	qsort(r->runs, (size_t)r->rounds, sizeof r->runs[0], table_order);
	return &r->runs[r->rounds / 2];
}

static inline double
table_rate(const struct row *r, const struct child *c)
{
	return (double)r->size / c->seconds / (r->counts ? 1e3 : 1e9);
}

/* Which row is the first of its load? */
static inline struct row *
table_base(struct table *t, size_t i)
{
	while (i > 0 && strcmp(t->row[i - 1].load, t->row[i].load) == 0)
		i--;
	return &t->row[i];
}

static inline void
table_print(struct table *t)
{
	const struct child *c, *b;
	struct row *r;
	size_t i;

	for (i = 0; i < t->n; i++) {
		r = &t->row[i];
		if (table_base(t, i) == r)
			printf("\n%-34s %8s %8s %9s %6s %8s\n", r->load,
			    "seconds", "CPU s", r->counts ? "1000/s" : "GB/s",
			    "ratio", "RSS MiB");
		if (r->gone) {
			printf("  %-32s %s is not here\n", r->name, r->need);
			continue;
		}
		c = table_median(r);
		b = table_median(table_base(t, i));
		printf("  %-32s %8.3f %8.3f %9.2f %6.2f %8.1f\n", r->name,
		    c->seconds, c->used, table_rate(r, c),
		    c->seconds / b->seconds, (double)c->rss / 1024);
	}
}

/* The same as one object, a row of it to a line. */
static inline void
table_json(struct table *t, const char *path, int rounds)
{
	FILE *f = fopen(path, "w");
	const struct child *c, *b;
	struct row *r;
	size_t i;

	if (f == NULL)
		err(4, "%s", path);
	fprintf(f, "{\"rounds\":%d,\"processors\":%ld,\"rows\":[", rounds,
	    sysconf(_SC_NPROCESSORS_ONLN));
	for (i = 0; i < t->n; i++) {
		r = &t->row[i];
		fprintf(f, "%s\n{\"load\":\"%s\",\"command\":\"%s\"",
		    i > 0 ? "," : "", r->load, r->name);
		if (r->gone) {
			fprintf(f, "}");
			continue;
		}
		c = table_median(r);
		b = table_median(table_base(t, i));
		fprintf(f,
		    ",\"runs\":%d,\"%s\":%ju,\"seconds\":%.4f,\"cpu\":%.4f,"
		    "\"ratio\":%.3f,\"rss_kib\":%ld}",
		    r->rounds, r->counts ? "findings" : "bytes",
		    (uintmax_t)r->size, c->seconds, c->used,
		    c->seconds / b->seconds, c->rss);
	}
	fprintf(f, "\n]}\n");
	if (fclose(f) != 0)
		err(4, "%s", path);
}

#endif
