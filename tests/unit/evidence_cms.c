/* evidence_cms.c - a signature of a head: one that is good, and all near it */
#include <stdlib.h>

#include "cms.h"
#include "forensic/bytes.h"
#include "forensic/cms.h"
#include "stamp.h"
#include "tap.h"

static struct fx_tsa *ca;
static uint8_t data[sizeof(cms_signature) / 2 + 1];
static const size_t ndata = sizeof(cms_signature) / 2;
static const size_t nnote = sizeof(stamp_note) - 1;

static void
good(void)
{
	struct fx_tsa *none = fx_tsa_new();
	struct fx_stamp_told told;
	struct fx_cms *cms;
	struct fx_err err;

	cms = fx_cms_parse(data, ndata, &err);
	if (!ok(cms != NULL, "a signature"))
		return;
	is_int(fx_cms_claims(cms), CMS_TIME, "when, says its signer");
	ok(fx_cms_is_over(cms, stamp_note, nnote), "it is over the note");
	ok(fx_cms_is_over(cms, stamp_note, nnote), "it still is");
	ok(!fx_cms_is_over(cms, stamp_note, nnote - 1), "not over a part");
	ok(!fx_cms_is_over(cms, "", 0), "nor over nothing");
	is_int(fx_cms_verify(cms, ca, CMS_TIME, &told), FX_STAMP_GOOD,
	    "it is good");
	is_str(told.name, "A. Roe", "by whom");
	is_int(fx_cms_verify(cms, ca, 1577000000, &told), FX_STAMP_UNTIMELY,
	    "not before its certificate began: %s", told.why);
	is_int(fx_cms_verify(cms, ca, told.ends + 1, &told), FX_STAMP_UNTIMELY,
	    "nor after it ended: %s", told.why);
	is_int(fx_cms_verify(cms, none, CMS_TIME, &told), FX_STAMP_STRANGER,
	    "nobody is trusted: %s", told.why);
	fx_cms_free(cms);
	fx_tsa_free(none);
}

/* What is good after a change says the same as before. */
static bool
harmless(void)
{
	struct fx_stamp_told told;
	struct fx_err err;
	struct fx_cms *cms = fx_cms_parse(data, ndata, &err);
	bool same = true;

	if (cms != NULL && fx_cms_is_over(cms, stamp_note, nnote) &&
	    fx_cms_verify(cms, ca, CMS_TIME, &told) == FX_STAMP_GOOD)
		same = fx_cms_claims(cms) == CMS_TIME;
	fx_cms_free(cms);
	return same;
}

static void
changed(void)
{
	struct fx_err err;
	struct fx_cms *cms;
	size_t i, cut = 0, same = 0;

	for (i = 0; i < ndata; i++) {
		uint8_t *copy = malloc(i > 0 ? i : 1);

		memcpy(copy, data, i);
		cms = fx_cms_parse(copy, i, &err);
		cut += cms == NULL && err.code == FX_EFORMAT;
		fx_cms_free(cms);
		free(copy);
	}
	is_int(cut, ndata, "cut anywhere it is none");
	for (i = 0; i < ndata; i++) {
		data[i] ^= (uint8_t)(1 << i % 8);
		same += harmless();
		data[i] ^= (uint8_t)(1 << i % 8);
	}
	is_int(same, ndata, "no bit that is flipped changes what is good");
	data[ndata] = 0;
	ok(fx_cms_parse(data, ndata + 1, &err) == NULL, "a byte behind it");
	ok(fx_cms_parse(data, FX_CMS_LEN + 1, &err) == NULL, "too long: %s",
	    err.msg);
}

int
main(void)
{
	struct fx_err err;

	ca = fx_tsa_new();
	ok(fx_tsa_add(ca, cms_ca, sizeof(cms_ca) - 1, &err) == 0 &&
		fx_unhex(data, cms_signature, ndata) == 0,
	    "a certificate");
	good();
	changed();
	fx_tsa_free(ca);
	return done();
}
