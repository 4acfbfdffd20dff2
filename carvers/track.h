/*
 * track.h - magnetic stripe data: tracks 1 and 2 of ISO/IEC 7813
 *
 * Track 1 of a bank card: % B PAN ^ name ^ YYMM SSS discretionary ? LRC, at
 * most 79 characters of U+0020 to U+005F; YYMM and SSS may each be "^" instead.
 * Track 2: ; PAN = YYMM SSS discretionary ? LRC, at most 40 characters of
 * U+0030 to U+003F; YYMM and SSS may each be "=".  In memory and in logs pieces
 * are missing: PAN, separator and name, or PAN, separator and expiry must be
 * there, the sentinels % ; ? and what follows need not.
 */
#ifndef TRACK_H
#define TRACK_H

#include "pan.h"

enum {
	TRACK1_REACH = 128, /* characters: the standard's 79, and longer ones */
	TRACK2_REACH = 56,
	TRACK_NAME = 26,
};

enum track_lrc { LRC_NONE, LRC_OK, LRC_BAD };

struct track {
	int number;      /* 1 or 2 */
	size_t at, len;  /* in the window, with sentinels and LRC */
	size_t from, to; /* without them: the value */
	size_t n;
	char pan[PAN_MAX + 1];
	const struct pan_iin *iin;
	bool luhn;
	bool format, start, end;  /* format code, sentinels */
	size_t name, name_len;    /* place in the window */
	bool named;               /* the name's end is marked */
	char yymm[5], service[4]; /* "" none */
	size_t disc, disc_len;
	enum track_lrc lrc;
};

/* Is a track at w->p[at], the first digit of its PAN? */
bool track1_read(const struct fx_window *w, size_t at, struct track *t);
bool track2_read(const struct fx_window *w, size_t at, struct track *t);

/* May the PAN of a track 1, or of a track 2, begin with a run of digits? */
fx_run_fn track1_run, track2_run;

/*
 * Is it whole enough to be one under a key that any of 239 bytes may be: a
 * known issuer, Luhn, an expiry in a plausible year and a service code, on
 * track 1 a name of letters?
 */
bool track_sure(const struct fx_window *w, const struct track *t);

/* Fill a hit from a track: value, attributes, reasons. */
void track_hit(const struct fx_window *w, const struct track *t,
    struct fx_hit *hit);

/*
 * The fields step of both: the other track of the same card within reach, and
 * what speaks against the number.
 */
void track_fields(const struct fx_window *w, struct fx_hit *hit, int number);

/* The masked form: PAN as of a card, all behind it hidden. */
fx_mask_fn track_mask;

/* Is the code assigned (ISO/IEC 7813:2006, 5.2.5)? */
bool service_ok(const char code[4]);

/* What it means, in words, cap bytes with the NUL; "" if it is not assigned. */
void service_text(const char code[4], char *out, size_t cap);

#endif
