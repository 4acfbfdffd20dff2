/* serve.c - the confined child: open a container, answer reads */
#include <sys/socket.h>

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "confine.h"
#include "reader.h"

/* Returns false when the parent is gone. */
static bool
receive(int sock, void *p, size_t n)
{
	ssize_t got;

	do
		got = recv(sock, p, n, 0);
	while (got == -1 && errno == EINTR);
	return got == (ssize_t)n;
}

static bool
say(int sock, const void *p, size_t n)
{
	ssize_t put;

	do
		put = send(sock, p, n, MSG_NOSIGNAL);
	while (put == -1 && errno == EINTR);
	return put == (ssize_t)n;
}

static bool
hello(int sock, struct reader *rd, const struct segments *files,
    enum sig_kind kind, struct fx_confined in)
{
	struct wire_hello h = { .landlock = in.landlock,
		.seccomp = in.seccomp };
	struct fx_err err;
	int i, rc;

	rc = kind == SIG_EWF ? ewf_reader(rd, files, &err)
			     : tsk_reader(rd, files, kind, &err);
	if (rc == -1) {
		h.code = err.code;
		snprintf(h.words, sizeof(h.words), "%s", err.msg);
		say(sock, &h, sizeof(h));
		return false;
	}
	h.size = rd->size;
	h.sector = rd->sector;
	for (i = 0; i < FX_HASHES; i++) {
		h.known[i] = rd->stored[i].known;
		memcpy(h.sum[i], rd->stored[i].sum, FX_HASH_MAX);
	}
	return say(sock, &h, sizeof(h));
}

void
serve(int sock, uint8_t *window, const struct segments *files,
    enum sig_kind kind)
{
	struct reader rd = { .sector = SECTOR };
	struct wire_reply r;
	struct wire_ask ask;
	struct fx_confined in = confine(files);

	/* The first word is that this reader is needed: see child.c. */
	if (!receive(sock, &ask, sizeof(ask)) ||
	    !hello(sock, &rd, files, kind, in))
		_exit(0);
	while (receive(sock, &ask, sizeof(ask))) {
		r.serial = ask.serial;
		r.n = 0;
		r.len = (uint32_t)rd.read(&rd, ask.off, window, (size_t)ask.len,
		    &r);
		if (!say(sock, &r,
			offsetof(struct wire_reply, bad) +
			    r.n * sizeof(r.bad[0])))
			break;
	}
	_exit(0);
}
