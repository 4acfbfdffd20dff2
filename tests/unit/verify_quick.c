/*
 * verify_quick.c - the short way to a finding's gist takes nothing that the
 * long way does not, and finds the same in what it takes
 */
#include <stdlib.h>
#include <string.h>

#include "../../libforensic/verify/quick.h"
#include "forensic/canon.h"
#include "tap.h"

#define HEX16 "00112233445566778899aabbccddeeff"
#define HEX32 HEX16 HEX16
#define HEAD(attrs) \
	"{" attrs "\"blind\":\"" HEX16 "\",\"class\":\"card.pan\",\"commit\":{"
#define VALUE "\"value\":\"" HEX32 "\"}"
#define ENC ",\"enc\":\"ascii\","
#define LEN "\"kind\":\"finding\",\"len\":16,\"mask\":\"411111******1111\","
#define OFF "\"off\":4000,\"path\":\"4000\","
#define REST                                                               \
	"\"prev\":\"" HEX32 "\",\"run\":1,\"score\":90,\"seq\":7,"         \
	"\"src\":1,\"t\":\"2026-11-21T20:59:18.306028Z\",\"v\":1,\"why\":" \
	"[\"luhn\",\"iin:visa\"]}"
#define ALERT "\"alert\":\"1:17\","
#define ATTRS "\"attrs\":{\"scheme\":\"visa\",\"test\":\"common\"},"
#define IN_FILE                                                              \
	"\"file\":{\"also\":[\"1\",\"2\"],\"fs\":\"ntfs\",\"path\":\"/M\xc3" \
	"\xbcller \xf0\x9f\x92\xb3\",\"volume\":1},"

static const struct {
	const char *what, *text;
	bool quick;
} cases[] = {
	{ "a finding", HEAD("") VALUE ENC LEN OFF REST, true },
	{ "one with all that it can have",
	    HEAD(ALERT ATTRS) "\"cvv\":\"" HEX32 "\"," VALUE ENC IN_FILE
			      "\"fp\":\"" HEX16 "\"," LEN
			      "\"member\":\"a.zip\",\"off\":4000,\"path\":"
			      "\"V1/47-128@0-ZIP-9\"," REST,
	    true },
	{ "one in UTF-16", HEAD("") VALUE ",\"enc\":\"xor-7f\"," LEN OFF REST,
	    true },
	{ "an escape is for the long way",
	    HEAD("\"attrs\":{\"a\":\"\\\"\"},") VALUE ENC LEN OFF REST, false },
	{ "so is a longer class",
	    "{\"blind\":\"" HEX16 "\",\"class\":\"" HEX32
	    "a\",\"commit\":{" VALUE ENC LEN OFF REST,
	    false },
	{ "no value", HEAD("") "\"cvv\":\"" HEX32 "\"}" ENC LEN OFF REST,
	    false },
	{ "keys out of order",
	    HEAD("") "\"value\":\"" HEX32 "\",\"cvv\":\"" HEX32
		     "\"}" ENC LEN OFF REST,
	    false },
	{ "a key twice",
	    HEAD("\"attrs\":{\"a\":\"1\",\"a\":\"2\"},") VALUE ENC LEN OFF REST,
	    false },
	{ "a key that begins as the one before",
	    HEAD("\"attrs\":{\"a\":\"1\",\"ab\":\"2\"},")
		VALUE ENC LEN OFF REST,
	    true },
	{ "and the other way round",
	    HEAD("\"attrs\":{\"ab\":\"1\",\"a\":\"2\"},")
		VALUE ENC LEN OFF REST,
	    false },
	{ "a member that is not known",
	    HEAD("") VALUE ENC "\"extra\":1," LEN OFF REST, false },
	{ "another encoding",
	    HEAD("") VALUE ",\"enc\":\"xor-00\"," LEN OFF REST, false },
	{ "another kind",
	    HEAD("") VALUE ENC
	    "\"kind\":\"limit\",\"len\":16,\"mask\":\"4\"," OFF REST,
	    false },
	{ "a number past 2^53-1",
	    HEAD("") VALUE ENC LEN
	    "\"off\":9007199254740992,\"path\":\"4000\"," REST,
	    false },
	{ "the largest number",
	    HEAD("") VALUE ENC LEN
	    "\"off\":9007199254740991,\"path\":\"4000\"," REST,
	    true },
	{ "a list of numbers in file",
	    HEAD("") VALUE ENC "\"file\":{\"a\":[1]}," LEN OFF REST, false },
	{ "an object in file",
	    HEAD("") VALUE ENC "\"file\":{\"a\":{}}," LEN OFF REST, false },
	{ "a noncharacter",
	    HEAD("\"attrs\":{\"a\":\"\xef\xbf\xbf\"},") VALUE ENC LEN OFF REST,
	    false },
};

static bool
same(const struct fxv_gist *a, const struct fxv_gist *b)
{
	return a->seq == b->seq && a->run == b->run && a->src == b->src &&
	    a->off == b->off && a->len == b->len && a->us == b->us &&
	    strcmp(a->t, b->t) == 0 && strcmp(a->class, b->class) == 0 &&
	    memcmp(a->prev, b->prev, sizeof(a->prev)) == 0 &&
	    a->plain == b->plain && a->in_file == b->in_file && a->fp == b->fp;
}

/* 1: taken, rightly; 0: left to the long way; -1: taken, wrongly. */
static int
judge(const char *text, size_t n)
{
	char *copy = malloc(n > 0 ? n : 1); /* exact: ASan sees an overread */
	struct fxv_gist quick, slow;
	char why[FX_VALUE_LEN];
	enum fxv_kind kind;
	const char *extra;
	struct fx_err err;
	json_t *v;
	int rc = 0;

	if (copy == NULL)
		return -1;
	memcpy(copy, text, n);
	if (fxv_quick(&quick, copy, n)) {
		rc = -1;
		v = fx_canon_parse(copy, n, &err);
		if (v != NULL && fxv_kind_check(v, &kind, &extra, why) == 0 &&
		    kind == FXV_FINDING && extra == NULL) {
			fxv_gist(&slow, v);
			rc = same(&quick, &slow) ? 1 : -1;
		}
		json_decref(v);
	}
	free(copy);
	return rc;
}

/* Each byte becomes each of these, or goes, or comes twice. */
static void
change(const char *text, const char *what)
{
	static const char bytes[] = "\"\\{}[]:,.-0159afzAV\n\x7f\x80\xc3";
	size_t n = strlen(text), i, j, taken = 0, wrong = 0;
	char *copy = malloc(n + 1);
	int rc;

	for (i = 0; copy != NULL && i < n; i++) {
		for (j = 0; j < sizeof(bytes); j++) { /* its NUL, too */
			memcpy(copy, text, n + 1);
			copy[i] = bytes[j];
			rc = judge(copy, n);
			taken += rc == 1 ? 1 : 0;
			wrong += rc == -1 ? 1 : 0;
		}
		memcpy(copy, text, i);
		memcpy(copy + i, text + i + 1, n - i - 1);
		wrong += judge(copy, n - 1) == -1 ? 1 : 0;
		memcpy(copy, text, i + 1);
		memcpy(copy + i + 1, text + i, n - i);
		wrong += judge(copy, n + 1) == -1 ? 1 : 0;
		wrong += judge(text, i) == -1 ? 1 : 0;
	}
	free(copy);
	is_int((long long)wrong, 0, "%s, changed: nothing is taken wrongly",
	    what);
	ok(taken > n, "%s, changed: much is taken", what);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++)
		is_int(judge(cases[i].text, strlen(cases[i].text)),
		    cases[i].quick, "%s", cases[i].what);
	change(cases[0].text, cases[0].what);
	change(cases[1].text, cases[1].what);
	return done();
}
