/* decode_box.c - decoders in a box that crash, loop, lie, and those that work
 */
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "../../libforensic/decode/box.h"
#include "tap.h"

enum { BIG = 1 << 20, DEPTH = FX_DECODE_DEPTH };

static uint8_t big[BIG];

/* A decoder that turns one bit of each byte, and does what its text says. */
struct turn {
	uint64_t at;
};

static int
turn_open(struct fx_decoding *d, struct fx_err *err)
{
	size_t n;

	if (fx_in_at(&d->in, d->start, 1, &n) == NULL)
		return fx_fail(err, FX_EFORMAT, d->start, "nothing there");
	d->own = calloc(1, sizeof(struct turn));
	return d->own == NULL ? fx_fail(err, FX_ENOMEM, 0, "memory") : 0;
}

static ssize_t
turn_read(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	struct turn *t = d->own;
	const uint8_t *p;
	size_t n, i;

	p = fx_in_at(&d->in, d->start + t->at, 1, &n);
	if (p == NULL) {
		*err = d->in.err;
		return d->in.failed ? -1 : 0;
	}
	if (n > cap)
		n = cap;
	for (i = 0; i < n; i++)
		out[i] = p[i] ^ 1;
	t->at += n;
	d->used = t->at;
	return (ssize_t)n;
}

static void
turn_close(struct fx_decoding *d)
{
	free(d->own);
}

static bool
turn_touched(const struct fx_decoding *d, uint64_t from, uint64_t to)
{
	(void)d;
	return from <= 100 && 100 < to;
}

static const struct fx_decoder turn = { .name = "TURN",
	.confined = true,
	.open = turn_open,
	.read = turn_read,
	.close = turn_close,
	.touched = turn_touched };
static const struct fx_decoder turn_here = { .name = "HERE",
	.open = turn_open,
	.read = turn_read,
	.close = turn_close,
	.touched = turn_touched };

/* The same, but after so many bytes something happens. */
enum { FINE = 300000 };

static ssize_t
bad_read(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err,
    void (*happens)(void))
{
	struct turn *t = d->own;

	if (t->at >= FINE)
		happens();
	return turn_read(d, out, cap > 1000 ? 1000 : cap, err);
}

static void
no_return(void)
{
	volatile unsigned int n = 0;

	for (;;)
		n++;
}

static void
sleeps(void)
{
	char c;

	while (recv(FX_CHILD_SOCK, &c, 1, 0) == 1)
		continue;
}

static void
segfaults(void)
{
	raise(SIGSEGV);
}

static void
leaves(void)
{
	_exit(7);
}

static void
connects(void)
{
	if (socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) == -1)
		_exit(9);
	_exit(8);
}

#define BAD(what, happens)                                              \
	static ssize_t what##_read(struct fx_decoding *d, uint8_t *out, \
	    size_t cap, struct fx_err *err)                             \
	{                                                               \
		return bad_read(d, out, cap, err, happens);             \
	}                                                               \
	static const struct fx_decoder what = { .name = "BAD",          \
		.confined = true,                                       \
		.open = turn_open,                                      \
		.read = what##_read,                                    \
		.close = turn_close };

BAD(aborting, abort)
BAD(faulting, segfaults)
BAD(leaving, leaves)
BAD(looping, no_return)
BAD(sleeping, sleeps)
BAD(connecting, connects)

/* Reads its input again and again, and gives nothing. */
static ssize_t
greedy_read(struct fx_decoding *d, uint8_t *out, size_t cap, struct fx_err *err)
{
	size_t n;
	uint64_t at;

	(void)out;
	(void)cap;
	(void)err;
	for (at = 0; at < UINT64_MAX; at++)
		fx_in_at(&d->in, at * TALK_IN % BIG, 1, &n);
	return 0;
}

static const struct fx_decoder greedy = { .name = "GREEDY",
	.confined = true,
	.open = turn_open,
	.read = greedy_read,
	.close = turn_close };

/* Damaged behind the first bytes, with a limit and words of any kind. */
static ssize_t
damaged_read(struct fx_decoding *d, uint8_t *out, size_t cap,
    struct fx_err *err)
{
	struct turn *t = d->own;

	d->limit = "steps";
	if (t->at > 0)
		return fx_fail(err, FX_EFORMAT, d->start + t->at,
		    "bad \x1b[31m here");
	return turn_read(d, out, cap < 10 ? cap : 10, err);
}

static const struct fx_decoder damaged = { .name = "DAMAGED",
	.confined = true,
	.open = turn_open,
	.read = damaged_read,
	.close = turn_close };

/* Looks beyond the end, and tells what it saw; and what else it could do. */
static ssize_t
curious_read(struct fx_decoding *d, uint8_t *out, size_t cap,
    struct fx_err *err)
{
	const struct fx_source *src = d->in.src;
	struct turn *t = d->own;
	uint8_t b[16];
	size_t n;
	void *p;
	int fd;

	(void)err;
	if (t->at++ > 0 || cap < 8)
		return 0;
	memset(out, 0, 8);
	out[0] = fx_in_at(&d->in, BIG, 1, &n) == NULL && n == 0;
	out[1] = fx_in_at(&d->in, (uint64_t)INT64_MAX, 1, &n) == NULL;
	out[2] = fx_in_at(&d->in, BIG - 5, 100, &n) != NULL && n == 5;
	out[3] = src->read(src->arg, BIG - 3, b, sizeof(b), err) == 3;
	out[4] = src->read(src->arg, (uint64_t)BIG * 2, b, 1, err) == 0;
	fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	out[5] = fd == -1 && errno == EACCES;
	p = mmap(NULL, UINT64_C(8) << 30, PROT_READ, /* never touched */
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	out[6] = p == MAP_FAILED;
	return 8;
}

static const struct fx_decoder curious = { .name = "CURIOUS",
	.confined = true,
	.open = turn_open,
	.read = curious_read,
	.close = turn_close };

/* Descriptors of this process, and its children. */
static int
count(const char *path)
{
	struct dirent *e;
	DIR *dir = opendir(path);
	int n = 0;

	while (dir != NULL && (e = readdir(dir)) != NULL)
		n += e->d_name[0] != '.';
	if (dir != NULL)
		closedir(dir);
	return n;
}

static struct fx_memory mem = { big, BIG };
static struct fx_source src;

/* Read to the end: how many bytes were right.  -1 in *rc: it failed. */
static size_t
drain(struct fx_decode *d, uint8_t turned, ssize_t *rc, struct fx_err *err)
{
	static _Thread_local uint8_t buf[50000];
	size_t n = 0, i;

	while ((*rc = fx_decode_read(d, buf, sizeof(buf), err)) > 0)
		for (i = 0; i < (size_t)*rc; i++, n++)
			if (n >= BIG || buf[i] != (big[n] ^ turned))
				return 0;
	return n;
}

static void
works(struct fx_box *box, const struct fx_decoder *decoder)
{
	struct fx_err err;
	struct fx_decode *d;
	ssize_t rc;

	d = fx_decode_open(box, decoder, &src, 0, &err);
	if (!ok(d != NULL, "%s opens", decoder->name))
		return;
	is_int(drain(d, 1, &rc, &err), BIG, "and gives what it should");
	is_int(rc, 0, "to its end");
	is_int(fx_decode_read(d, &rc, 1, &err), 0, "that stays");
	is_int(fx_decode_used(d), BIG, "it used all");
	ok(fx_decode_limit(d) == NULL, "and refused nothing");
	ok(fx_decode_touched(d, 90, 101) && !fx_decode_touched(d, 101, 200),
	    "it knows what it touched");
	fx_decode_close(d);
	ok(fx_decode_open(box, decoder, &src, BIG, &err) == NULL,
	    "nothing begins at the end");
	is_str(err.msg, "nothing there", "as it says");
	is_int(err.code, FX_EFORMAT, "which is no error of ours");
	fx_decode_close(fx_decode_open(box, decoder, &src, 5, &err));
}

static const struct row {
	const char *what;
	const struct fx_decoder *decoder;
	struct fx_patience p;
	int needs;
	const char *says;
} rows[] = {
	{ "abort(3)", &aborting, { 9, 9 }, 999,
	    "decoder died: signal 6 (Aborted)" },
	{ "a segmentation fault", &faulting, { 9, 9 }, 999,
	    "decoder died: signal 11 (Segmentation fault)" },
	{ "an exit", &leaving, { 9, 9 }, 999, "decoder died: exit 7" },
	{ "a loop", &looping, { 1, 60 }, 999,
	    "decoder ran without end and was stopped" },
	{ "sleep", &sleeping, { 9, 1 }, 999,
	    "decoder gave no answer and was stopped" },
	{ "reading without end", &greedy, { 9, 9 }, 999,
	    "decoder read without end and was stopped" },
};

static void
dies(struct fx_box *box, const struct row *r)
{
	struct fx_err err, again;
	struct fx_decode *d;
	size_t n;
	ssize_t rc;

	box->patience = r->p;
	box->needs = r->needs;
	d = fx_decode_open(box, r->decoder, &src, 0, &err);
	if (r->decoder == &greedy) {
		ok(d == NULL, "%s", r->what);
	} else if (ok(d != NULL, "%s", r->what)) {
		n = drain(d, 1, &rc, &err);
		is_int(rc, -1, "is noticed");
		ok(n >= FINE / 2 && n <= FINE, "%zu bytes stand", n);
		is_int(fx_decode_read(d, &rc, 1, &again), -1, "it stays dead");
		is_str(again.msg, err.msg, "of the same");
	}
	is_str(err.msg, r->says, "it is told");
	is_int(err.code, FX_EBROKEN, "as what it is");
	fx_decode_close(d);
	d = fx_decode_open(box, &turn, &src, 0, &err);
	if (ok(d != NULL, "the next one has a new child"))
		is_int(drain(d, 1, &rc, &err), BIG, "that is well");
	fx_decode_close(d);
	box->needs = 0;
}

static void
says_damaged(struct fx_box *box)
{
	struct fx_err err;
	struct fx_decode *d = fx_decode_open(box, &damaged, &src, 7, &err);
	uint8_t buf[64];

	if (!ok(d != NULL, "damaged data"))
		return;
	is_int(fx_decode_read(d, buf, sizeof(buf), &err), 10, "some is good");
	is_int(fx_decode_read(d, buf, sizeof(buf), &err), -1, "the rest not");
	is_str(err.msg, "bad ?[31m here", "words are plain");
	is_int(err.off, 17, "with a place");
	is_int(err.code, FX_EFORMAT, "and a code");
	is_str(fx_decode_limit(d), "steps", "its limit is known");
	fx_decode_close(d);
}

static void
is_curious(struct fx_box *box)
{
	static const char *const what[] = { "nothing is at the end",
		"nor far behind", "a view is cut there", "a read is too",
		"behind it: nothing", "no file opens", "nor is much memory" };
	bool free_to = fx_box_notes(box)[0] != '\0';
	struct fx_err err;
	struct fx_decode *d = fx_decode_open(box, &curious, &src, 0, &err);
	uint8_t buf[8] = { 0 };
	size_t i;

	if (!ok(d != NULL, "one that is curious"))
		return;
	is_int(fx_decode_read(d, buf, sizeof(buf), &err), 8, "tells");
	for (i = 0; i < FX_LEN(what); i++)
		ok(buf[i] == 1 || (i >= 5 && free_to), "%s", what[i]);
	fx_decode_close(d);
	d = fx_decode_open(box, &connecting, &src, 0, &err);
	ok(d != NULL && drain(d, 1, &(ssize_t){ 0 }, &err) > 0,
	    "one that connects");
	if (free_to)
		ok(true, "is killed # SKIP %s", fx_box_notes(box));
	else
		is_str(err.msg, "decoder died: signal 31 (Bad system call)",
		    "is killed");
	fx_decode_close(d);
}

/* A decoding as a source, read forwards. */
struct chain {
	struct fx_decode *d;
	uint64_t at;
};

static ssize_t
chain_read(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	struct chain *c = arg;
	uint8_t *to = buf;
	ssize_t got;
	size_t done = 0;

	if (off != c->at)
		return 0;
	while (done < n) {
		got = fx_decode_read(c->d, to + done, n - done, err);
		if (got == -1)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	c->at += done;
	return (ssize_t)done;
}

/* Decodings in decodings; the innermost is first. */
static void
nested(struct fx_box *box, const struct fx_decoder *innermost)
{
	struct chain c[DEPTH] = { 0 };
	struct fx_source s[DEPTH];
	struct fx_err err;
	ssize_t rc = -1;
	size_t n = 0;
	int i;

	for (i = 0; i < DEPTH; i++) {
		s[i] = (struct fx_source){ chain_read, &c[i], NULL };
		c[i].d = fx_decode_open(box, i == 0 ? innermost : &turn,
		    i == 0 ? &src : &s[i - 1], 0, &err);
		if (c[i].d == NULL)
			break;
	}
	if (ok(i == DEPTH, "%d decodings in each other", i))
		n = drain(c[DEPTH - 1].d, 0, &rc, &err);
	if (innermost == &turn) {
		is_int(n, BIG, "give what they should");
		is_int(rc, 0, "to the end");
	} else {
		ok(n <= FINE, "%zu bytes before the first one died", n);
		is_int(rc, -1, "the last one fails");
		is_int(err.code, FX_EBROKEN, "because a child died");
		is_str(err.msg, "decoder died: signal 6 (Aborted)", "as told");
	}
	while (i-- > 0)
		fx_decode_close(c[i].d);
}

/* Children that say what they should not. */
static struct talk_answer *lie_in; /* shared */

static void
liar(int sock, void *window)
{
	struct talk_ask a;
	struct talk_answer l;

	(void)window;
	while (talk_receive(sock, &a, sizeof(a))) {
		l = *lie_in;
		l.serial += a.serial;
		talk_send(sock, &l, l.words[0] == 'S' ? 5 : sizeof(l));
	}
	_exit(0);
}

static const struct lie {
	const char *what;
	struct talk_answer a;
	bool good;
} lies[] = {
	{ "an honest answer", { .opened = 1, .end = TALK_END }, true },
	{ "words of any kind",
	    { .opened = 1, .end = TALK_END, .limit = "\xff\n" }, true },
	{ "another's serial", { .serial = 1, .opened = 1, .end = TALK_END },
	    false },
	{ "more than there is room for",
	    { .opened = 1, .n = TALK_OUT + 1, .end = TALK_END }, false },
	{ "more to come, and nothing now", { .opened = 1, .end = TALK_MORE },
	    false },
	{ "output of what did not open", { .n = 5, .end = TALK_ERROR }, false },
	{ "an end of what did not open", { .end = TALK_END }, false },
	{ "an unknown kind", { .opened = 1, .end = 77 }, false },
	{ "an unknown code", { .end = TALK_ERROR, .code = 99 }, false },
	{ "no error at all", { .end = TALK_ERROR, .code = FX_OK }, false },
	{ "that another died", { .end = TALK_ERROR, .code = FX_EBROKEN },
	    false },
	{ "to have taken in what it was not given",
	    { .opened = 1, .end = TALK_END, .used = (uint64_t)BIG + 1 },
	    false },
	{ "to have taken in everything",
	    { .opened = 1, .end = TALK_END, .used = UINT64_MAX }, false },
	{ "to need what is nowhere",
	    { .opened = 1, .end = TALK_NEED, .off = UINT64_MAX }, false },
	{ "a short answer", { .opened = 1, .end = TALK_END, .words = "S" },
	    false },
};

/* A name that is longer than any may be. */
static size_t
named(const struct fx_decoding *d, uint64_t at, char *name)
{
	(void)d, (void)at;
	name[0] = 'x';
	return 1;
}

static void
hears_a_long_name(void)
{
	static const struct {
		uint32_t n;
		size_t want;
	} cases[] = { { 1, 1 }, { FX_MEMBER_MOST, FX_MEMBER_MOST },
		{ FX_MEMBER_MOST + 1, 0 } };
	struct fx_decoder archive = turn;
	char name[FX_MEMBER_MOST];
	struct fx_decode *d;
	struct fx_box *box;
	struct fx_err err;
	size_t i;

	archive.member = named;
	for (i = 0; i < FX_LEN(cases); i++) {
		*lie_in = (struct talk_answer){ .opened = 1, .end = TALK_END };
		if ((box = fx_box_new(&err)) != NULL)
			box->main = liar;
		d = box != NULL ? fx_decode_open(box, &archive, &src, 0, &err)
				: NULL;
		*lie_in = (struct talk_answer){ .n = cases[i].n };
		ok(d != NULL && fx_decode_member(d, 0, name) == cases[i].want,
		    "a name of %u bytes", cases[i].n);
		fx_decode_close(d);
		fx_box_free(box);
	}
}

static void
hears_lies(const struct lie *l)
{
	struct fx_err err;
	struct fx_box *box = fx_box_new(&err);
	struct fx_decode *d;
	const char *s;

	ok(box != NULL, "%s", l->what);
	if (box == NULL)
		return;
	*lie_in = l->a;
	box->main = liar;
	d = fx_decode_open(box, &turn, &src, 0, &err);
	ok((d != NULL) == l->good, "is %s",
	    l->good ? "believed" : "not believed");
	if (d == NULL) {
		is_str(err.msg, "decoder answered nonsense and was stopped",
		    "and told");
		is_int(err.code, FX_EBROKEN, "as what it is");
	} else {
		s = fx_decode_limit(d);
		ok(s == NULL || strcmp(s, "??") == 0, "in plain words");
	}
	fx_decode_close(d);
	fx_box_free(box);
}

/* From outside: idle children are killed, then the zygote. */
static void
is_killed(void)
{
	struct fx_err err;
	struct fx_box *box = fx_box_new(&err);
	struct fx_decode *d;
	ssize_t rc;

	ok(box != NULL, "a box");
	if (box == NULL)
		return;
	fx_decode_close(fx_decode_open(box, &turn, &src, 0, &err));
	if (box->idle != NULL)
		kill(box->idle->pid, SIGKILL);
	usleep(50000);
	d = fx_decode_open(box, &turn, &src, 0, &err);
	if (ok(d != NULL, "an idle child that was killed is replaced"))
		is_int(drain(d, 1, &rc, &err), BIG, "and nothing is lost");
	kill(box->zygote.pid, SIGKILL);
	usleep(50000);
	fx_decode_close(d);
	ok(fx_decode_open(box, &turn, &src, 0, &err) == NULL,
	    "without the zygote there are no children");
	ok(err.code == FX_EIO && strstr(err.msg, "cannot start a decoder"),
	    "which is told: %s", err.msg);
	fx_box_free(box);
}

/* A source that fails in the middle. */
static ssize_t
fails_read(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	(void)arg;
	if (off >= BIG / 2)
		return fx_fail(err, FX_EIO, off, "the disk is gone");
	if (n > BIG / 2 - off)
		n = (size_t)(BIG / 2 - off);
	memcpy(buf, big + off, n);
	return (ssize_t)n;
}

static void
source_fails(struct fx_box *box)
{
	const struct fx_source s = { fails_read, NULL, NULL };
	struct fx_err err;
	struct fx_decode *d = fx_decode_open(box, &turn, &s, 0, &err);
	ssize_t rc = 0;

	if (!ok(d != NULL, "a source that fails"))
		return;
	is_int(drain(d, 1, &rc, &err), BIG / 2, "gives what it can");
	is_int(rc, -1, "then fails");
	ok(err.code == FX_EIO && strcmp(err.msg, "the disk is gone") == 0,
	    "with its words: %s", err.msg);
	fx_decode_close(d);
}

/* Is a process there, and no zombie? */
static bool
lives(pid_t pid)
{
	char path[64], state = 'Z';
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "re");
	if (f == NULL)
		return false;
	if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		state = 'Z';
	fclose(f);
	return state != 'Z' && state != 'X';
}

/* A parent that is killed takes its zygote and its children along. */
static void
parent_dies(void)
{
	int fds[2], i;
	pid_t pid, his[2] = { 0, 0 };
	struct fx_err err;
	struct fx_box *box;

	if (pipe(fds) == -1)
		abort();
	fflush(stdout);
	if ((pid = fork()) == 0) {
		box = fx_box_new(&err);
		fx_decode_close(fx_decode_open(box, &turn, &src, 0, &err));
		his[0] = box->zygote.pid;
		his[1] = box->idle->pid;
		if (write(fds[1], his, sizeof(his)) != (ssize_t)sizeof(his))
			_exit(1);
		for (;;)
			pause();
	}
	ok(read(fds[0], his, sizeof(his)) == (ssize_t)sizeof(his) &&
		lives(his[0]) && lives(his[1]),
	    "another parent has a zygote and a child");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	for (i = 0; i < 200 && (lives(his[0]) || lives(his[1])); i++)
		usleep(10000);
	ok(!lives(his[0]) && !lives(his[1]), "they are gone when it is");
	close(fds[0]);
	close(fds[1]);
}

static void *
uses(void *arg)
{
	struct fx_box *box = arg;
	struct fx_decode *d;
	struct fx_err err;
	uintptr_t good = 0;
	ssize_t rc;
	int i;

	for (i = 0; i < 20; i++) {
		d = fx_decode_open(box, i % 5 == 4 ? &aborting : &turn, &src, 0,
		    &err);
		if (d != NULL)
			good += drain(d, 1, &rc, &err) == BIG;
		fx_decode_close(d);
	}
	return (void *)good; /* NOLINT(performance-no-int-to-ptr): a number */
}

static void
threads(void)
{
	struct fx_box *box[4];
	pthread_t t[4];
	struct fx_err err;
	void *good;
	size_t i;

	for (i = 0; i < FX_LEN(box); i++)
		if ((box[i] = fx_box_new(&err)) == NULL)
			abort();
	for (i = 0; i < FX_LEN(box); i++)
		if (pthread_create(&t[i], NULL, uses, box[i]) != 0)
			abort();
	for (i = 0; i < FX_LEN(box); i++) {
		pthread_join(t[i], &good);
		is_int((intptr_t)good, 16, "thread %zu decodes", i);
	}
	for (i = 0; i < FX_LEN(box); i++)
		fx_box_free(box[i]);
}

static void
is_quick(struct fx_box *box)
{
	enum { TIMES = 2000 };
	struct fx_memory small = { big, 1024 };
	const struct fx_source s = fx_source_memory(&small);
	struct timespec a, b;
	struct fx_decode *d;
	struct fx_err err;
	uint8_t buf[2048];
	int i, good = 0;

	clock_gettime(CLOCK_MONOTONIC, &a);
	for (i = 0; i < TIMES; i++) {
		d = fx_decode_open(box, &turn, &s, 0, &err);
		if (d == NULL)
			break;
		if (fx_decode_read(d, buf, sizeof(buf), &err) == 1024)
			good += fx_decode_read(d, buf, 1, &err) == 0;
		fx_decode_close(d);
	}
	clock_gettime(CLOCK_MONOTONIC, &b);
	is_int(good, TIMES, "many small ones: %ld ns each",
	    ((b.tv_sec - a.tv_sec) * 1000000000L + b.tv_nsec - a.tv_nsec) /
		TIMES);
}

int
main(void)
{
	int fds = count("/proc/self/fd");
	struct fx_err err;
	struct fx_box *box = fx_box_new(&err);
	size_t i;

	for (i = 0; i < BIG; i++)
		big[i] = (uint8_t)(i * 2654435761U >> 13);
	src = fx_source_memory(&mem);
	lie_in = mmap(NULL, sizeof(*lie_in), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!ok(box != NULL && lie_in != MAP_FAILED, "a box"))
		return done();
	/* Children are forks of the box as it was when it was made. */
	fx_box_free(box);
	box = fx_box_new(&err);
	ok(true, "notes: \"%s\"", fx_box_notes(box));
	works(box, &turn);
	works(box, &turn_here);
	for (i = 0; i < FX_LEN(rows); i++)
		dies(box, &rows[i]);
	says_damaged(box);
	is_curious(box);
	nested(box, &turn);
	nested(box, &aborting);
	source_fails(box);
	is_quick(box);
	fx_box_free(box);
	for (i = 0; i < FX_LEN(lies); i++)
		hears_lies(&lies[i]);
	hears_a_long_name();
	is_killed();
	parent_dies();
	threads();
	is_int(count("/proc/self/fd"), fds, "no descriptor is left");
	ok(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD,
	    "no process is left");
	return done();
}
