/*
 * evidence_quick.c - the short way to a finding's record takes nothing that the
 * long way does not, and makes the same of what it takes
 */
#include "carvers.h"
#include "quick_same.h"
#include "tap.h"

#define HEAD "{\"type\":\"finding\",\"kind\":"
#define CARD HEAD "\"card.pan\",\"value\":\"4111111111111111\","
#define AT "\"offset\":4000,\"length\":16,\"path\":\"4000\","
#define ASCII "\"encoding\":\"ascii\","
#define WHY "\"score\":31,\"why\":[\"luhn\",\"iin:visa\"]"
#define ATTRS                                                     \
	",\"attrs\":{\"scheme\":\"visa\",\"expiry\":\"2028-09\"," \
	"\"cvv\":\"417\"}"
#define MANY                                                                 \
	"\"a\":\"\",\"b\":\"\",\"c\":\"\",\"d\":\"\",\"e\":\"\",\"f\":\"\"," \
	"\"g\":\"\""

#define SEVEN "\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\""
#define WHYS                                                              \
	SEVEN "," SEVEN "," SEVEN "," SEVEN "," SEVEN "," SEVEN "," SEVEN \
	      "," SEVEN "," SEVEN

static const struct {
	const char *what, *line;
	bool quick;
} cases[] = {
	{ "a card", CARD AT ASCII WHY "}", true },
	{ "one with attributes", CARD AT ASCII WHY ATTRS "}", true },
	{ "one with words around it",
	    CARD AT ASCII WHY ATTRS ",\"context\":\"M\xc3\xbcller\"}", true },
	{ "no reasons, no attributes",
	    CARD AT ASCII "\"score\":0,\"why\":[],\"attrs\":{}}", true },
	{ "one in what is decoded",
	    CARD "\"offset\":7,\"length\":16,\"path\":\"V1/47-128@0-ZIP-9\","
		 "\"encoding\":\"xor-7f\"," WHY "}",
	    true },
	{ "a track, whose number is an attribute",
	    HEAD "\"card.track2\",\"value\":"
		 "\";4111111111111111=28091010000000000000?\"," AT ASCII WHY
		 ",\"attrs\":{\"scheme\":\"visa\","
		 "\"pan\":\"4111111111111111\",\"expiry\":\"2028-09\"}}",
	    true },
	{ "an account in the clear of its country",
	    HEAD
	    "\"bank.iban\",\"value\":\"DE89370400440532013000\"," AT ASCII WHY
	    ",\"attrs\":{\"country\":\"DE\"}}",
	    true },
	{ "a kind that no carver has",
	    HEAD "\"x.y\",\"value\":\"M\xc3\xbcller\"," AT ASCII WHY
		 ",\"attrs\":{\"b\":\"1\",\"ab\":\"2\",\"a\":\"3\"}}",
	    true },
	{ "seven private attributes",
	    HEAD "\"x.y\",\"value\":\"1\"," AT ASCII WHY ",\"attrs\":{" MANY
		 "}}",
	    true },
	{ "eight are for the long way",
	    HEAD "\"x.y\",\"value\":\"1\"," AT ASCII WHY ",\"attrs\":{" MANY
		 ",\"h\":\"\"}}",
	    false },
	{ "so is an escape",
	    HEAD "\"x.y\",\"value\":\"a\\\"b\"," AT ASCII WHY "}", false },
	{ "as many reasons as there may be",
	    CARD AT ASCII "\"score\":1,\"why\":[" WHYS ",\"a\"]}", true },
	{ "one more",
	    CARD AT ASCII "\"score\":1,\"why\":[" WHYS ",\"a\",\"a\"]}",
	    false },
	{ "an empty value", HEAD "\"x.y\",\"value\":\"\"," AT ASCII WHY "}",
	    false },
	{ "bytes for a value",
	    HEAD "\"x.y\",\"value\":{\"hex\":\"00\"}," AT ASCII WHY "}",
	    false },
	{ "a number in what is shown",
	    HEAD
	    "\"bank.iban\",\"value\":\"DE89370400440532013000\"," AT ASCII WHY
	    ",\"attrs\":{\"country\":\"4111111111111111\"}}",
	    false },
	{ "an attribute called value",
	    CARD AT ASCII WHY ",\"attrs\":{\"value\":\"1\"}}", false },
	{ "an attribute twice",
	    CARD AT ASCII WHY ",\"attrs\":{\"cvv\":\"1\",\"cvv\":\"1\"}}",
	    false },
	{ "a file",
	    CARD AT ASCII WHY ",\"file\":{\"volume\":1,\"state\":\"deleted\"}}",
	    false },
	{ "an entry of an alert list", CARD AT ASCII WHY ",\"alert\":\"1:17\"}",
	    false },
	{ "a member that is not known", CARD AT ASCII WHY ",\"new\":1}",
	    false },
	{ "another order", CARD ASCII AT WHY "}", false },
	{ "white space", CARD AT ASCII WHY " }", false },
	{ "a path that is not the offset",
	    CARD "\"offset\":4000,\"length\":16,\"path\":\"4001\"," ASCII WHY
		 "}",
	    false },
	{ "the end of what can be told",
	    CARD "\"offset\":9007199254740975,\"length\":16,"
		 "\"path\":\"9007199254740975\"," ASCII WHY "}",
	    true },
	{ "past it",
	    CARD "\"offset\":9007199254740976,\"length\":16,"
		 "\"path\":\"9007199254740976\"," ASCII WHY "}",
	    false },
	{ "another encoding", CARD AT "\"encoding\":\"xor-00\"," WHY "}",
	    false },
	{ "a score of 100", CARD AT ASCII "\"score\":100,\"why\":[\"luhn\"]}",
	    false },
	{ "no finding",
	    "{\"type\":\"stopped\",\"kind\":\"card.pan\",\"value\":"
	    "\"4111111111111111\"," AT ASCII WHY "}",
	    false },
};

static struct fx_fp_key fp;
static const struct fx_run_ids plain = { .run = 1, .src = 1, .set = carvers };
static const struct fx_run_ids keyed = { .run = 204,
	.src = 17,
	.set = carvers,
	.fp = &fp };

/* In memory of just its length: ASan sees an overread. */
static int
judge(const struct fx_run_ids *ids, const char *line, size_t n)
{
	char *copy = malloc(n > 0 ? n : 1);
	int rc = -1;

	if (copy != NULL) {
		memcpy(copy, line, n);
		rc = same_judge(ids, copy, n);
	}
	free(copy);
	return rc;
}

/* Each byte becomes each of these, or goes, or comes twice. */
static void
change(const char *line, const char *what)
{
	static const char bytes[] = "\"\\{}[]:,.-0159afzAV\n\x7f\x80\xc3";
	size_t n = strlen(line), i, j, taken = 0, wrong = 0;
	char *copy = malloc(n + 2);
	int rc;

	for (i = 0; copy != NULL && i < n; i++) {
		for (j = 0; j < sizeof(bytes); j++) { /* its NUL, too */
			memcpy(copy, line, n + 1);
			copy[i] = bytes[j];
			rc = judge(&keyed, copy, n);
			taken += rc == 1 ? 1 : 0;
			wrong += rc == -1 ? 1 : 0;
		}
		memcpy(copy, line, i);
		memcpy(copy + i, line + i + 1, n - i - 1);
		wrong += judge(&plain, copy, n - 1) == -1 ? 1 : 0;
		memcpy(copy, line, i + 1);
		memcpy(copy + i + 1, line + i, n - i);
		wrong += judge(&plain, copy, n + 1) == -1 ? 1 : 0;
		wrong += judge(&plain, line, i) == -1 ? 1 : 0;
	}
	free(copy);
	is_int((long long)wrong, 0, "%s, changed: nothing becomes another",
	    what);
	ok(taken > n, "%s, changed: much is taken", what);
}

/* A text of n bytes between two others. */
static void
long_one(const char *what, const char *before, size_t n, const char *behind,
    bool quick)
{
	struct fx_buf line = { 0 };

	fx_buf_str(&line, before);
	while (n-- > 0)
		fx_buf_byte(&line, 'a');
	fx_buf_str(&line, behind);
	is_int(judge(&keyed, fx_buf_text(&line), line.len), quick, "%s", what);
	fx_buf_done(&line);
}

int
main(void)
{
	struct fx_err err;
	size_t i;

	if (fx_fp_key_new(&fp, &err) == -1)
		return 1;
	for (i = 0; i < FX_LEN(cases); i++) {
		is_int(judge(&plain, cases[i].line, strlen(cases[i].line)),
		    cases[i].quick, "%s", cases[i].what);
		is_int(judge(&keyed, cases[i].line, strlen(cases[i].line)),
		    cases[i].quick, "%s, with a key", cases[i].what);
	}
	for (i = 0; i < 8; i++)
		change(cases[i].line, cases[i].what);
	long_one("a long reason", CARD AT ASCII "\"score\":1,\"why\":[\"", 9000,
	    "\"]}", true);
	long_one("a line that is too long",
	    CARD AT ASCII "\"score\":1,\"why\":[\"", 20000, "\"]}", false);
	long_one("the longest value", HEAD "\"x.y\",\"value\":\"", 511,
	    "\"," AT ASCII WHY "}", true);
	long_one("a longer one", HEAD "\"x.y\",\"value\":\"", 512,
	    "\"," AT ASCII WHY "}", false);
	long_one("the longest name of an attribute",
	    HEAD "\"x.y\",\"value\":\"1\"," AT ASCII WHY ",\"attrs\":{\"", 32,
	    "\":\"\"}}", true);
	long_one("a longer one",
	    HEAD "\"x.y\",\"value\":\"1\"," AT ASCII WHY ",\"attrs\":{\"", 33,
	    "\":\"\"}}", false);
	return done();
}
