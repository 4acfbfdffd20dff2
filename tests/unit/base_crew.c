/* base_crew.c - each part of a task is done once, whoever does it */
#include "forensic/crew.h"

#include <stdatomic.h>

#include "tap.h"

enum { PARTS = 3000 };

struct task {
	_Atomic unsigned int count[PARTS];
};

static struct task task;

static void
part(void *arg, size_t i)
{
	struct task *t = arg;

	atomic_fetch_add(&t->count[i], 1);
}

static void
give(struct fx_crew *c, size_t n)
{
	size_t i;

	for (i = 0; i < PARTS; i++)
		task.count[i] = 0;
	fx_crew_give(c, &task, n);
}

/* How many parts were not done just once, or were done that are none? */
static size_t
wrong(size_t n)
{
	size_t bad = 0, i;

	for (i = 0; i < PARTS; i++)
		bad += task.count[i] != (i < n ? 1U : 0U);
	return bad;
}

static void
check(size_t claim, size_t most)
{
	static const size_t sizes[] = { 0, 1, 32, 33, 100, PARTS, 7, 0, 512 };
	struct fx_err err;
	struct fx_crew *c = fx_crew_new(part, claim, most, &err);
	size_t k, round, bad = 0;

	if (!ok(c != NULL, "a crew of %zu, %zu parts at a time", most, claim))
		return;
	fx_crew_wait(c);
	for (round = 0; round < 50; round++)
		for (k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++) {
			give(c, sizes[k]);
			fx_crew_wait(c);
			bad += wrong(sizes[k]);
		}
	ok(bad == 0, "each part once");
	give(c, PARTS);
	fx_crew_free(c);
	ok(wrong(PARTS) == 0, "and of a task that nobody waited for");
}

int
main(void)
{
	check(1, 0);
	check(1, 1);
	check(8, 4);
	check(PARTS, 16);
	check(16, 1000);
	fx_crew_free(NULL);
	return done();
}
