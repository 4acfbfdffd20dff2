/*
 * talk.h - what a box and the child that decodes for it say to each other
 *
 * One message is one packet.  Bytes go through memory that both have mapped:
 * a window of input, written by the parent, and one of output, written by the
 * child, with a place for a name behind it.  The child may be in an adversary's
 * hands: whatever it says is checked before anybody believes it.
 */
#ifndef DECODE_TALK_H
#define DECODE_TALK_H

#include "forensic/decode.h"

enum {
	TALK_IN = FX_IN_WINDOW,         /* bytes of the window of input, */
	TALK_OUT = 128 << 10,           /* and of that of output, behind it */
	TALK_NAME = TALK_IN + TALK_OUT, /* where a member's name is, */
	TALK_WINDOW = TALK_NAME + FX_MEMBER_MOST,
	TALK_LIMIT = 24, /* bytes of the name of a limit, with its NUL */
	TALK_WORDS = sizeof(((struct fx_err *)0)->msg),
};

enum talk_kind {
	TALK_PING = 1, /* answer, that is all */
	TALK_OPEN,     /* begin a decoding, and read from it */
	TALK_READ,     /* read on */
	TALK_INPUT,    /* here is what you need */
	TALK_TOUCHED,  /* fx_decoder.touched */
	TALK_MEMBER,   /* fx_decoder.member */
	TALK_CLOSE,    /* end it; the one ask that gets no answer */
};

/* Parent to child. */
struct talk_ask {
	uint64_t serial; /* the answer bears it again */
	uint32_t kind;
	/* Of OPEN.  The child is a fork of the parent: it has it there, too. */
	const struct fx_decoder *decoder;
	uint64_t start;
	/* Of TOUCHED; from of MEMBER, too. */
	uint64_t from, to;
	/* Of OPEN and INPUT: n bytes of the source are in the window, those
	 * at off; less than there is room for: the source ends there.  -1: it
	 * cannot be read, err says why. */
	uint64_t off;
	int64_t n;
	struct fx_err err;
};

enum talk_end {
	TALK_MORE,  /* there is output behind the n bytes, or may be */
	TALK_END,   /* there is none */
	TALK_ERROR, /* there is an error: code, off, words */
	TALK_NEED,  /* no answer yet: what lies at off is needed as INPUT */
};

/* Child to parent. */
struct talk_answer {
	uint64_t serial;
	uint32_t end; /* an enum talk_end */
	uint32_t n;   /* bytes in the window of output; to TOUCHED, 1: yes; to
	                 MEMBER those of its name */
	uint64_t used, fresh, stale, saw, at; /* as fx_decoding has them */
	uint64_t off; /* what is needed; or of an error */
	uint32_t code;
	uint8_t opened, landlock, seccomp; /* 1: yes */
	char limit[TALK_LIMIT];            /* "": none */
	char words[TALK_WORDS];
};

/*
 * Is an answer of n bytes one to ask, in form?  Its words are made plain ASCII
 * then, and end in a NUL.
 */
bool talk_check(struct talk_answer *a, size_t n, const struct talk_ask *ask);

/* Send, receive one packet of exactly n bytes.  False: the other is gone. */
bool talk_send(int sock, const void *p, size_t n);
bool talk_receive(int sock, void *p, size_t n);

#endif
