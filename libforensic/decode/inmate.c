/* inmate.c - the confined child: decode for a parent, who has the bytes */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cell.h"
#include "forensic/child.h"
#include "pack.h"

/* Memory that a child may take; no decoder's own limits add up to as much. */
static const uint64_t room = UINT64_C(320) << 20;

struct inmate {
	int sock;
	uint8_t *in, *out;
	struct talk_ask ask; /* the last one */
	struct talk_answer answer;
	struct fx_source src;
	struct fx_decoding d;
	bool open;
	uint64_t off;  /* of the input in the window */
	size_t n;      /* and how much of it */
	bool end;      /* the source ends behind it */
	locale_t utf8; /* kept: its files cannot be opened later */
};

static void
hear(struct inmate *m)
{
	if (!talk_receive(m->sock, &m->ask, sizeof(m->ask)))
		_exit(0); /* the parent is gone, or done with us */
}

static void
say(struct inmate *m)
{
	m->answer.serial = m->ask.serial;
	if (!talk_send(m->sock, &m->answer, sizeof(m->answer)))
		_exit(0);
}

/* Note what OPEN or INPUT says of the window.  Returns 0, or -1 and err. */
static int
input(struct inmate *m, struct fx_err *err)
{
	m->off = m->ask.off;
	m->n = m->ask.n > 0 ? (size_t)m->ask.n : 0;
	/* What failed is asked again when it is needed again. */
	m->end = m->ask.n != -1 && m->n < TALK_IN;
	if (m->ask.n != -1)
		return 0;
	*err = m->ask.err;
	return -1;
}

/* Is off in what the window tells of, be it that there is nothing? */
static bool
known(const struct inmate *m, uint64_t off)
{
	return off >= m->off && (m->end || off - m->off < m->n);
}

/* Have the parent put what begins at off into the window. */
static int
need(struct inmate *m, uint64_t off, struct fx_err *err)
{
	m->answer = (struct talk_answer){ .end = TALK_NEED,
		.opened = m->open,
		.used = m->d.used,
		.off = off };
	say(m);
	hear(m);
	return input(m, err);
}

/* fx_source.read: from the window, and from the parent what is not there. */
static ssize_t
source_read(void *arg, uint64_t off, void *buf, size_t n, struct fx_err *err)
{
	struct inmate *m = arg;
	uint8_t *to = buf;
	size_t done = 0, some;

	while (done < n) {
		if (!known(m, off + done) && need(m, off + done, err) == -1)
			return -1;
		if (!known(m, off + done) || off + done - m->off >= m->n)
			break;
		some = m->n - (size_t)(off + done - m->off);
		if (some > n - done)
			some = n - done;
		memcpy(to + done, m->in + (off + done - m->off), some);
		done += some;
	}
	return (ssize_t)done;
}

/* fx_source.lend: the window itself, which changes only when more is needed. */
static const uint8_t *
source_lend(void *arg, uint64_t off, size_t *n)
{
	struct inmate *m = arg;
	struct fx_err err;
	size_t have;

	if (!known(m, off) && need(m, off, &err) == -1)
		return NULL; /* read will say why */
	if (!known(m, off) || off - m->off >= m->n)
		return NULL;
	have = m->n - (size_t)(off - m->off);
	if (have < *n && !m->end)
		return NULL;
	if (*n > have)
		*n = have;
	return m->in + (off - m->off);
}

/* Fill the window of output. */
static void
fill(struct inmate *m, struct talk_answer *a, struct fx_err *err)
{
	size_t n = 0;
	ssize_t got = 1;

	while (n < TALK_OUT && got > 0) {
		got = m->d.decoder->read(&m->d, m->out + n, TALK_OUT - n, err);
		if (got > 0)
			n += (size_t)got;
	}
	a->n = (uint32_t)n;
	a->end = got > 0 ? TALK_MORE : got == 0 ? TALK_END : TALK_ERROR;
}

static void
end(struct inmate *m)
{
	if (m->open)
		fx_decoding_close(&m->d);
	m->open = false;
}

/* Say what became of the decoding, and keep it if more may be asked of it. */
static void
tell(struct inmate *m, struct talk_answer *a, const struct fx_err *err)
{
	if (a->end == TALK_ERROR) {
		a->code = err->code == FX_EBROKEN ? FX_EIO : err->code;
		a->off = err->off;
		snprintf(a->words, sizeof(a->words), "%s", err->msg);
	}
	a->used = m->d.used;
	a->fresh = m->d.fresh;
	a->stale = m->d.stale;
	a->saw = m->d.saw;
	a->at = m->d.at;
	if (m->d.limit != NULL)
		snprintf(a->limit, sizeof(a->limit), "%s", m->d.limit);
	if (a->end != TALK_MORE && m->d.decoder->touched == NULL &&
	    m->d.decoder->member == NULL)
		end(m);
	m->answer = *a;
	say(m);
}

static void
start(struct inmate *m)
{
	struct talk_answer a = { .end = TALK_ERROR };
	struct fx_err err = { .code = FX_EFORMAT }, failed;
	const struct talk_ask *ask = &m->ask;

	end(m);
	(void)input(m, &failed);
	if (fx_decoding_open(&m->d, ask->decoder, &m->src, ask->start, &err) ==
	    0) {
		m->open = true;
		a.opened = 1;
		fill(m, &a, &err);
	} else {
		fx_decoding_close(&m->d);
	}
	tell(m, &a, &err);
}

static void
go_on(struct inmate *m)
{
	struct talk_answer a = { .opened = 1 };
	struct fx_err err = { .code = FX_EFORMAT };

	if (!m->open)
		_exit(1);
	fill(m, &a, &err);
	tell(m, &a, &err);
}

static void
touched(struct inmate *m)
{
	if (!m->open || m->d.decoder->touched == NULL)
		_exit(1);
	m->answer = (struct talk_answer){ .end = TALK_MORE };
	m->answer.n = m->d.decoder->touched(&m->d, m->ask.from, m->ask.to);
	say(m);
}

static void
member(struct inmate *m)
{
	if (!m->open || m->d.decoder->member == NULL)
		_exit(1);
	m->answer = (struct talk_answer){ .end = TALK_MORE };
	m->answer.n = (uint32_t)m->d.decoder->member(&m->d, m->ask.from,
	    (char *)m->in + TALK_NAME);
	say(m);
}

void
inmate_main(int sock, void *window)
{
	const struct fx_confine nothing = { .room = room };
	struct inmate m = { .sock = sock, .in = window };
	struct fx_confined in;

	m.utf8 = pack_locale();
	in = fx_confine(&nothing);
	m.out = m.in + TALK_IN;
	m.src = (struct fx_source){ source_read, &m, source_lend };
	for (;;) {
		hear(&m);
		switch (m.ask.kind) {
		case TALK_PING:
			m.answer = (struct talk_answer){
				.landlock = in.landlock,
				.seccomp = in.seccomp
			};
			say(&m);
			break;
		case TALK_OPEN:
			start(&m);
			break;
		case TALK_READ:
			go_on(&m);
			break;
		case TALK_TOUCHED:
			touched(&m);
			break;
		case TALK_MEMBER:
			member(&m);
			break;
		case TALK_CLOSE:
			end(&m);
			break;
		default:
			_exit(1);
		}
	}
}
