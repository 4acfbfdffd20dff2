/* evidence_stamp.c - timestamps: one that is good, and everything near it */
#include <stdlib.h>

#include "forensic/bytes.h"
#include "forensic/stamp.h"
#include "stamp.h"
#include "tap.h"

static struct fx_tsa *tsa;
static uint8_t reply[2048], renewal[2048], request[256];
static size_t nreply, nrenewal, nrequest;

static size_t
unhex(uint8_t *out, const char *hex)
{
	size_t n = strlen(hex) / 2;

	return fx_unhex(out, hex, n) == 0 ? n : 0;
}

static const struct fx_stamped note = { stamp_note, sizeof(stamp_note) - 1,
	NULL, 0 };

static void
good(void)
{
	const struct fx_stamped both = { stamp_note, sizeof(stamp_note) - 1,
		reply, nreply };
	const struct fx_stamped half = { stamp_note, 10, NULL, 0 };
	struct fx_stamp_told told;
	struct fx_stamp *stamp;
	struct fx_err err;

	stamp = fx_stamp_parse(reply, nreply, &err);
	if (!ok(stamp != NULL, "a reply"))
		return;
	is_int(fx_stamp_time(stamp), STAMP_TIME, "its time");
	ok(fx_stamp_is_over(stamp, &note), "it is over the note");
	ok(!fx_stamp_is_over(stamp, &half), "not over a part of it");
	ok(!fx_stamp_is_over(stamp, &both), "nor over more");
	is_int(fx_stamp_verify(stamp, tsa, &told), FX_STAMP_GOOD, "it is good");
	is_str(told.name, "tsa", "by the authority");
	ok(told.ends > STAMP_TIME, "whose certificate ends later");
	ok(fx_stamp_answers(stamp, request, nrequest, &err) == 0,
	    "it answers its request");
	request[nrequest - 6] ^= 1;
	ok(fx_stamp_answers(stamp, request, nrequest, &err) == -1,
	    "and not one with another nonce: %s", err.msg);
	request[nrequest - 6] ^= 1;
	ok(fx_stamp_answers(stamp, reply, nreply, &err) == -1,
	    "nor what is no request");
	fx_stamp_free(stamp);
	stamp = fx_stamp_parse(renewal, nrenewal, &err);
	ok(stamp != NULL && fx_stamp_is_over(stamp, &both) &&
		!fx_stamp_is_over(stamp, &note),
	    "a renewal is over note and reply");
	ok(stamp != NULL &&
		fx_stamp_answers(stamp, request, nrequest, &err) == -1,
	    "it answers another request");
	fx_stamp_free(stamp);
}

/* What is good after a change says the same as before. */
static bool
harmless(const uint8_t *p, size_t n)
{
	struct fx_stamp_told told;
	struct fx_err err;
	struct fx_stamp *stamp = fx_stamp_parse(p, n, &err);
	bool same = true;

	if (stamp != NULL &&
	    fx_stamp_verify(stamp, tsa, &told) == FX_STAMP_GOOD)
		same = fx_stamp_time(stamp) == STAMP_TIME &&
		    fx_stamp_is_over(stamp, &note);
	fx_stamp_free(stamp);
	return same;
}

static void
changed(void)
{
	struct fx_err err;
	size_t i, cut = 0, same = 0;

	for (i = 0; i < nreply; i++) {
		uint8_t *copy = malloc(i > 0 ? i : 1);
		struct fx_stamp *stamp;

		memcpy(copy, reply, i);
		stamp = fx_stamp_parse(copy, i, &err);
		cut += stamp == NULL && err.code == FX_EFORMAT;
		fx_stamp_free(stamp);
		free(copy);
	}
	is_int(cut, nreply, "cut anywhere it is none");
	for (i = 0; i < nreply; i++) {
		reply[i] ^= (uint8_t)(1 << i % 8);
		same += harmless(reply, nreply);
		reply[i] ^= (uint8_t)(1 << i % 8);
	}
	is_int(same, nreply, "no bit that is flipped changes what is good");
	reply[nreply] = 0;
	ok(fx_stamp_parse(reply, nreply + 1, &err) == NULL, "a byte behind it");
	ok(fx_stamp_parse(reply, FX_STAMP_LEN + 1, &err) == NULL,
	    "too long: %s", err.msg);
}

static void
others(void)
{
	struct fx_tsa *none = fx_tsa_new();
	struct fx_stamp_told told;
	struct fx_stamp *stamp;
	struct fx_err err;
	struct fx_buf out = { 0 };

	stamp = fx_stamp_parse(reply, nreply, &err);
	is_int(fx_stamp_verify(stamp, none, &told), FX_STAMP_STRANGER,
	    "nobody is trusted: %s", told.why);
	fx_stamp_free(stamp);
	ok(fx_tsa_add(none, "nothing", 7, &err) == -1, "no certificate");
	ok(fx_tsa_load(none, "/nonexistent", &err) == -1 && err.code == FX_EIO,
	    "no file");
	ok(fx_stamp_request(&out, &note, &err) == 0 && out.len > 0,
	    "a request");
	ok(fx_stamp_parse(out.p, out.len, &err) == NULL, "is no reply");
	fx_buf_done(&out);
	fx_tsa_free(none);
	fx_tsa_free(NULL);
	fx_stamp_free(NULL);
}

int
main(void)
{
	struct fx_err err;

	nreply = unhex(reply, stamp_reply);
	nrenewal = unhex(renewal, stamp_renewal);
	nrequest = unhex(request, stamp_request);
	tsa = fx_tsa_new();
	ok(fx_tsa_add(tsa, stamp_ca, sizeof(stamp_ca) - 1, &err) == 0,
	    "the certificate behind it");
	good();
	changed();
	others();
	fx_tsa_free(tsa);
	return done();
}
