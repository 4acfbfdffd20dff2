/* map_talk.c - the processes that read volumes: start, order, serve, listen */
#include <sys/mman.h>
#include <sys/socket.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "fs_serve.h"
#include "map.h"

/*
 * What a process may work for one order, in seconds of its own CPU: a start,
 * and more for what it tells and for what a volume of that size can ask for.
 */
enum {
	CPU_START = 20,
	CPU_TOLD = 32 << 10,   /* bytes of records that earn a second */
	CPU_VOLUME = 64 << 20, /* bytes of a volume to be walked that do */
	WALL = 600,            /* seconds without a word */
	TICK = 200,            /* milliseconds between looks at it */
};

static void
main_of_child(int sock, void *arg)
{
	const struct map_peer *p = arg;

	fs_serve(sock, p->window, p->types);
}

/* Sealed: a child that cut it short would have its parent die of SIGBUS. */
static int
window_map(struct map_peer *p, struct fx_err *err)
{
	void *w = MAP_FAILED;
	int fd;

	fd = memfd_create("volume", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd != -1 && ftruncate(fd, FS_WINDOW) == 0 &&
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) == 0)
		w = mmap(NULL, FS_WINDOW, PROT_READ | PROT_WRITE, MAP_SHARED,
		    fd, 0);
	if (w == MAP_FAILED)
		fx_fail_sys(err, 0, "cannot start a reader of volumes");
	if (fd != -1)
		close(fd);
	if (w == MAP_FAILED)
		return -1;
	p->window = w;
	return 0;
}

int
map_peer_start(struct map_peer *p, bool types, struct fx_err *err)
{
	int i;

	p->types = types;
	if (window_map(p, err) == -1)
		return -1;
	for (i = 0; i < MAP_LIVES; i++)
		if (child_start(&p->life[i], main_of_child, p, err) == -1)
			return -1;
	return 0;
}

void
map_peer_done(struct map_peer *p)
{
	int i;

	for (i = 0; i < MAP_LIVES; i++)
		child_kill(&p->life[i], NULL);
	if (p->window != NULL)
		munmap(p->window, FS_WINDOW);
	p->window = NULL;
	p->now = MAP_LIVES;
}

/* One order and what came of it so far. */
struct talk {
	struct fx_map *map;
	struct map_volume *v;
	struct child *c;
	clockid_t work;
	int64_t cpu;   /* seconds granted */
	uint64_t told; /* bytes of records */
	uint8_t *copy; /* FS_TOLD bytes */
	map_take_fn *take;
	void *arg;
};

static int64_t
seconds(clockid_t clock)
{
	struct timespec t;

	return clock_gettime(clock, &t) == -1 ? 0 : (int64_t)t.tv_sec;
}

static bool
stopped(const struct fx_map *map)
{
	return map->opt.stop != NULL && *map->opt.stop != 0;
}

/* Wait until it speaks.  Returns NULL, or why no more is waited for. */
static const char *
await(const struct talk *t)
{
	struct pollfd f = { .fd = t->c->sock, .events = POLLIN };
	int64_t began = seconds(CLOCK_MONOTONIC), cpu;
	int rc;

	cpu = t->cpu + (int64_t)(t->told / CPU_TOLD);
	for (;;) {
		rc = poll(&f, 1, TICK);
		if (seconds(t->work) > cpu)
			return "its reader ran without end and was stopped";
		if (stopped(t->map))
			return "it was interrupted";
		if (rc == 1 || (rc == -1 && errno != EINTR))
			return NULL;
		if (seconds(CLOCK_MONOTONIC) - began > WALL)
			return "its reader gave no answer and was stopped";
	}
}

static bool
put(const struct child *c, const void *p, size_t n)
{
	ssize_t got;

	do
		got = send(c->sock, p, n, MSG_NOSIGNAL);
	while (got == -1 && errno == EINTR);
	return got == (ssize_t)n;
}

static void
gap(const struct fx_gap *g, void *arg)
{
	struct map_volume *v = arg;

	v->gaps += g->len;
}

/* Put bytes of the image into the window: zeros where there are none. */
static bool
serve_bytes(struct talk *t, const struct fs_msg *m)
{
	struct fs_answer a = { 0 };
	struct fx_err err;
	ssize_t got = -1;

	if (m->n > 0 && m->n <= FS_BYTES && m->off < t->map->size)
		got = fx_image_read(t->map->img, m->off, t->v->peer.window,
		    m->n, gap, t->v, &err);
	a.n = got > 0 ? (uint32_t)got : 0;
	return put(t->c, &a, sizeof(a));
}

/* Take records, of a copy that can no longer change.  -1 and err: enough. */
static int
take_records(struct talk *t, uint32_t n, struct fx_err *err)
{
	const uint8_t *p = t->copy;
	struct fs_record r;
	size_t left = n;
	int rc;

	if (n > FS_TOLD || t->take == NULL)
		return fx_fail(err, FX_EFORMAT, 0,
		    "its reader told nonsense and was stopped");
	memcpy(t->copy, t->v->peer.window + FS_BYTES, n);
	t->told += n;
	while ((rc = fs_record_next(&p, &left, &r)) == 1)
		if (t->take(t->arg, &r, err) == -1)
			return -1;
	if (rc == -1)
		return fx_fail(err, FX_EFORMAT, 0,
		    "its reader told nonsense and was stopped");
	map_progress(t->map, t->v);
	return 0;
}

/* Kill it for a reason, or for the one that it died of. */
static int
lost(struct talk *t, const char *why, struct fx_err *err)
{
	child_kill(t->c, why);
	return fx_fail(err, FX_EBROKEN, 0, "its %s", t->c->died);
}

/*
 * One message.  Returns 1 at the order's end, 0 to go on, -1 and err when the
 * process is gone.
 */
static int
listen_once(struct talk *t, struct map_asked *res, struct fx_err *err)
{
	const struct fs_answer go = { 1 };
	const char *why = await(t);
	struct fs_msg m;
	ssize_t n;

	if (why != NULL)
		return lost(t, why + strlen("its "), err);
	n = recv(t->c->sock, &m, sizeof(m), MSG_DONTWAIT | MSG_TRUNC);
	if (n != (ssize_t)sizeof(m))
		return lost(t,
		    n > 0 ? "reader told nonsense and was stopped" : NULL, err);
	if (m.say == FS_ASK)
		return serve_bytes(t, &m) ? 0 : lost(t, NULL, err);
	if (m.say == FS_TELL) {
		if (take_records(t, m.n, err) == -1) {
			child_kill(t->c, "reader was stopped");
			return -1;
		}
		return put(t->c, &go, sizeof(go)) ? 0 : lost(t, NULL, err);
	}
	if (m.say != FS_DONE || m.n > FS_TOLD)
		return lost(t, "reader told nonsense and was stopped", err);
	res->done = m.off == FS_WELL ? FS_WELL : FS_FAILED;
	res->n = m.n;
	t->map->in.landlock = m.landlock == 1;
	t->map->in.seccomp = m.seccomp == 1;
	res->p = t->v->peer.window + FS_BYTES;
	return 1;
}

int
map_ask(struct fx_map *map, struct map_volume *v, const struct fs_order *o,
    map_take_fn *take, void *arg, struct map_asked *res, struct fx_err *err)
{
	struct talk t = { .map = map, .v = v, .take = take, .arg = arg };
	int rc;

	while (v->peer.now < MAP_LIVES && v->peer.life[v->peer.now].pid == 0)
		v->peer.now++;
	if (v->peer.now == MAP_LIVES || v->peer.window == NULL)
		return fx_fail(err, FX_EBROKEN, 0, "its readers are gone");
	t.c = &v->peer.life[v->peer.now];
	if (clock_getcpuclockid(t.c->pid, &t.work) != 0)
		t.work = CLOCK_MONOTONIC;
	t.cpu = seconds(t.work) + CPU_START;
	if (o->what == FS_DO_WALK)
		t.cpu += (int64_t)(o->len / CPU_VOLUME);
	if ((t.copy = malloc(FS_TOLD)) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	rc = put(t.c, o, sizeof(*o)) ? 0 : lost(&t, NULL, err);
	while (rc == 0)
		rc = listen_once(&t, res, err);
	free(t.copy);
	return rc == 1 ? 0 : -1;
}

struct fs_order
map_order(const struct fx_map *map, const struct map_volume *v, enum fs_do what)
{
	return (struct fs_order){ .what = what,
		.sector = map->sector,
		.size = map->size,
		.off = v->v.off,
		.len = v->v.len,
		.pool_block = v->pool_block };
}
