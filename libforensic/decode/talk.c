/* talk.c - send and receive packets, check what a child says */
#include <sys/socket.h>

#include <errno.h>

#include "talk.h"

bool
talk_send(int sock, const void *p, size_t n)
{
	ssize_t put;

	do
		put = send(sock, p, n, MSG_NOSIGNAL);
	while (put == -1 && errno == EINTR);
	return put == (ssize_t)n;
}

bool
talk_receive(int sock, void *p, size_t n)
{
	ssize_t got;

	do
		got = recv(sock, p, n, MSG_TRUNC);
	while (got == -1 && errno == EINTR);
	return got == (ssize_t)n;
}

/* Make words plain ASCII that ends; what they say nobody can check. */
static void
plain(char *s, size_t size)
{
	size_t i;

	for (i = 0; i + 1 < size && s[i] != '\0'; i++)
		if (s[i] < ' ' || s[i] > '~')
			s[i] = '?';
	s[i] = '\0';
}

bool
talk_check(struct talk_answer *a, size_t n, const struct talk_ask *ask)
{
	bool reads = ask->kind == TALK_OPEN || ask->kind == TALK_READ ||
	    ask->kind == TALK_INPUT;

	if (n != sizeof(*a) || a->serial != ask->serial || a->end > TALK_NEED ||
	    a->opened > 1 || a->landlock > 1 || a->seccomp > 1)
		return false;
	plain(a->limit, sizeof(a->limit));
	plain(a->words, sizeof(a->words));
	if (ask->kind == TALK_TOUCHED)
		return a->end == TALK_MORE && a->n <= 1;
	if (ask->kind == TALK_MEMBER)
		return a->end == TALK_MORE && a->n <= FX_MEMBER_MOST;
	if (!reads)
		return a->end == TALK_MORE && a->n == 0;
	if (a->n > TALK_OUT || (a->n > 0 && a->opened == 0))
		return false;
	switch (a->end) {
	case TALK_NEED:
		return a->n == 0 && a->off <= INT64_MAX;
	case TALK_ERROR:
		return a->code == FX_EFORMAT || a->code == FX_ENOMEM ||
		    a->code == FX_ELIMIT || a->code == FX_EIO;
	case TALK_MORE:
		return a->n > 0;
	default:
		return a->opened == 1;
	}
}
