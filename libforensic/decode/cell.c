/* cell.c - start a child that decodes, ask it, feed it, end it */
#include <sys/mman.h>
#include <sys/socket.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "cell.h"

/*
 * For one answer.  Decoders come to the end of a window of output in some
 * thousandths of a second; these are for those that never will.
 */
static const struct fx_patience patience = { .cpu = 60, .wall = 900 };

/* Times that one answer may need input: no honest one reads as much. */
enum { NEEDS = FX_DECODE_STEPS };

/*
 * Memory to share, with this child alone.  It is sealed: a child that cut it
 * short would have its parent die of SIGBUS.
 */
static int
window_make(struct cell *c)
{
	void *p = MAP_FAILED;
	int fd;

	fd = memfd_create("window", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd == -1)
		return -1;
	if (ftruncate(fd, TALK_WINDOW) == 0 &&
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) ==
		0)
		p = mmap(NULL, TALK_WINDOW, PROT_READ | PROT_WRITE, MAP_SHARED,
		    fd, 0);
	if (p == MAP_FAILED || madvise(p, TALK_WINDOW, MADV_DONTFORK) == -1) {
		close(fd);
		return -1;
	}
	c->window = p;
	return fd;
}

static int
spawn(struct cell *c, const struct zygote *z,
    void (*main)(int sock, void *window))
{
	struct zygote_birth birth = { .main = main, .size = TALK_WINDOW };
	int pair[2];

	if ((birth.mem = window_make(c)) == -1)
		return -1;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == -1) {
		close(birth.mem);
		return -1;
	}
	birth.sock = pair[1];
	c->pid = zygote_spawn(z, &birth);
	c->sock = pair[0];
	close(pair[1]);
	close(birth.mem);
	if (c->pid > 0)
		return 0;
	close(c->sock);
	errno = ECHILD;
	return -1;
}

struct cell *
cell_new(const struct zygote *z, void (*main)(int sock, void *window),
    struct fx_err *err)
{
	struct cell *c = calloc(1, sizeof(*c));

	if (c == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	c->patience = patience;
	c->needs = NEEDS;
	if (spawn(c, z, main) == 0)
		return c;
	fx_fail_sys(err, 0, "cannot start a decoder");
	if (c->window != NULL)
		munmap(c->window, TALK_WINDOW);
	free(c);
	return NULL;
}

void
cell_end(struct cell *c, const struct zygote *z, struct fx_err *err)
{
	int status;

	close(c->sock);
	/* One that is dying of something else still dies of that. */
	kill(c->pid, SIGKILL);
	status = zygote_reap(z, c->pid);
	if (err != NULL && err->msg[0] == '\0' && status != -1)
		fx_child_how(err->msg, sizeof(err->msg), "decoder", status);
	else if (err != NULL && err->msg[0] == '\0')
		fx_fail(err, err->code, err->off, "decoder died");
	munmap(c->window, TALK_WINDOW);
	free(c);
}

void
cell_tell(struct cell *c, enum talk_kind kind)
{
	const struct talk_ask ask = { .serial = ++c->serial, .kind = kind };

	talk_send(c->sock, &ask, sizeof(ask));
}

void
cell_input(struct cell *c, struct talk_ask *ask, struct cell_source *s,
    uint64_t off)
{
	ssize_t n;

	n = s->src->read(s->src->arg, off, c->window, TALK_IN, &ask->err);
	ask->off = off;
	ask->n = n;
	if (n == -1)
		s->failed = ask->err;
	else if (off + (uint64_t)n > s->served)
		s->served = off + (uint64_t)n;
}

/* Receive one packet.  Returns NULL, or why not; "": it died. */
static const char *
receive(const struct cell *c, const struct fx_waiting *w,
    const struct talk_ask *ask, struct talk_answer *answer)
{
	static const char *const words[] = {
		[FX_WAIT_LOOPS] = "decoder ran without end and was stopped",
		[FX_WAIT_SILENT] = "decoder gave no answer and was stopped",
	};
	enum fx_wait said = fx_wait(w, c->sock, &c->patience);
	ssize_t n;

	if (said != FX_WAIT_SPOKE)
		return words[said];
	n = recv(c->sock, answer, sizeof(*answer), MSG_DONTWAIT | MSG_TRUNC);
	if (n <= 0)
		return "";
	if (!talk_check(answer, (size_t)n, ask))
		return "decoder answered nonsense and was stopped";
	return NULL;
}

int
cell_ask(struct cell *c, struct talk_ask *ask, struct cell_source *s,
    struct talk_answer *answer, struct fx_err *err)
{
	const char *why = NULL;
	struct fx_waiting w;
	int needs;

	fx_wait_begin(&w, c->pid);
	for (needs = 0; needs < c->needs; needs++) {
		ask->serial = ++c->serial;
		if (!talk_send(c->sock, ask, sizeof(*ask))) {
			why = "";
			break;
		}
		why = receive(c, &w, ask, answer);
		if (why != NULL || answer->end != TALK_NEED)
			break;
		ask->kind = TALK_INPUT;
		cell_input(c, ask, s, answer->off);
	}
	if (why == NULL && needs < c->needs)
		return 0;
	if (why == NULL)
		why = "decoder read without end and was stopped";
	return fx_fail(err, FX_EBROKEN, 0, "%s", why);
}
