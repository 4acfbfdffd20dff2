/* verify_kinds.c - what a record of each kind must have, row by row */
#include <stdlib.h>

#include "../../libforensic/verify/internal.h"
#include "tap.h"

#define HEX16 "00112233445566778899aabbccddeeff"
#define HEX32 HEX16 HEX16
#define COMMON                                                \
	"\"v\":1,\"seq\":1,\"prev\":\"" HEX32                 \
	"\",\"t\":\"2026-11-21T00:00:00.000000Z\",\"blind\":" \
	"\"" HEX16 "\",\"kind\":"
#define SOURCE "\"source\",\"src\":1,\"format\":\"raw\",\"sector\":512"
#define LOG                                                       \
	"\"format\":\"dc3dd\",\"log\":\"" HEX32 "\",\"digests\":" \
	"{\"md5\":\"" HEX16 "\"}"
#define FINDING                                                               \
	"\"finding\",\"run\":1,\"src\":1,\"class\":\"card.pan\","             \
	"\"mask\":\"4***1\",\"off\":0,\"len\":5,\"path\":\"0\","              \
	"\"enc\":\"ascii\",\"why\":[\"luhn\"],\"commit\":{\"value\":\"" HEX32 \
	"\"}"
#define END                                                          \
	"\"run.end\",\"run\":1,\"src\":1,\"findings\":{},\"below\":" \
	"{},\"errors\":0,\"limits\":0,\"boot\":\"\",\"up\":0"

#define CHILD                                                       \
	"\"child\",\"plan\":\"" HEX32 "\",\"image\":1,\"exhibit\":" \
	"\"A1\",\"case\":\"c\",\"attempts\":1,\"wall_ms\":0,"       \
	"\"cpu_ms\":0,\"memory_kib\":0"

static const struct {
	const char *what, *text; /* the members behind the common ones */
	int rc;
	const char *why; /* the words, or the unknown member; NULL: none */
} cases[] = {
	{ "a child that is done",
	    CHILD ",\"status\":\"done\",\"file\":\"A1.evd\",\"origin\":"
		  "\"a/c/A1\",\"size\":5,\"root\":\"" HEX32
		  "\",\"sha256\":\"" HEX32 "\",\"bytes\":0,\"findings\":"
		  "{\"card.pan\":1},\"errors\":0,\"limits\":0",
	    0, NULL },
	{ "one that failed",
	    CHILD ",\"status\":\"failed\",\"why\":\"time\",\"words\":\"w\"", 0,
	    NULL },
	{ "one of which nothing is said", CHILD, -1,
	    "lacks the member status" },
	{ "one that is neither", CHILD ",\"status\":\"running\"", -1,
	    "has a member status that is not as it must be" },
	{ "a head of no records", CHILD ",\"status\":\"done\",\"size\":0", -1,
	    "has a member size that is not as it must be" },
	{ "a child that is done, without its head",
	    CHILD ",\"status\":\"done\",\"file\":\"A1.evd\"", -1,
	    "is done, and lacks the member origin" },
	{ "one that failed, and does not say why",
	    CHILD ",\"status\":\"failed\"", -1,
	    "has failed, and lacks the member why" },
	{ "a batch",
	    "\"batch\",\"plan\":\"" HEX32 "\",\"manifest\":\"" HEX32
	    "\",\"tool\":\"fxbatch\",\"version\":\"0\",\"build\":\"b\","
	    "\"images\":1,\"units\":1,\"split\":0,\"scan\":[]",
	    0, NULL },
	{ "a batch of nothing",
	    "\"batch\",\"plan\":\"" HEX32 "\",\"manifest\":\"" HEX32
	    "\",\"tool\":\"fxbatch\",\"version\":\"0\",\"build\":\"b\","
	    "\"images\":0,\"units\":1,\"split\":0,\"scan\":[]",
	    -1, "has a member images that is not as it must be" },
	{ "a source", SOURCE ",\"name\":\"a\"", 0, NULL },
	{ "its name in hex", SOURCE ",\"name_hex\":\"ff\"", 0, NULL },
	{ "both names", SOURCE ",\"name\":\"a\",\"name_hex\":\"ff\"", -1,
	    "has both name and name_hex" },
	{ "no name", SOURCE, -1, "has neither of name and name_hex" },
	{ "half a byte", SOURCE ",\"name_hex\":\"f\"", -1,
	    "has a member name_hex that is not as it must be" },
	{ "upper-case hex", SOURCE ",\"name_hex\":\"FF\"", -1,
	    "has a member name_hex that is not as it must be" },
	{ "no hex at all", SOURCE ",\"name_hex\":\"\"", -1,
	    "has a member name_hex that is not as it must be" },
	{ "stored digests",
	    SOURCE ",\"name\":\"a\",\"stored\":{\"md5\":\"" HEX16 "\"}", 0,
	    NULL },
	{ "a digest of no length",
	    SOURCE ",\"name\":\"a\",\"stored\":{\"sha1\":\"" HEX16 "\"}", -1,
	    "has a member stored that is not as it must be" },
	{ "a digest of no name",
	    SOURCE ",\"name\":\"a\",\"stored\":{\"crc\":\"" HEX16 "\"}", -1,
	    "has a member stored that is not as it must be" },
	{ "a log of an acquisition",
	    SOURCE ",\"name\":\"a\",\"acq\":{" LOG ",\"size\":1,\"tool\":"
		   "\"t\",\"case\":\"c\",\"exhibit\":\"e\",\"examiner\":\"x\","
		   "\"started\":\"s\",\"ended\":\"n\",\"state\":\"s\","
		   "\"blocker\":\"b\"}",
	    0, NULL },
	{ "its examiner in hex",
	    SOURCE ",\"name\":\"a\",\"acq\":{" LOG ",\"examiner_hex\":\"ff\"}",
	    0, NULL },
	{ "both examiners",
	    SOURCE ",\"name\":\"a\",\"acq\":{" LOG ",\"examiner\":\"x\","
		   "\"examiner_hex\":\"ff\"}",
	    -1, "has a member acq that is not as it must be" },
	{ "a log of no known tool",
	    SOURCE ",\"name\":\"a\",\"acq\":{\"format\":\"dd\",\"log\":"
		   "\"" HEX32 "\",\"digests\":{\"md5\":\"" HEX16 "\"}}",
	    -1, "has a member acq that is not as it must be" },
	{ "a log without a digest",
	    SOURCE ",\"name\":\"a\",\"acq\":{\"format\":\"dc3dd\",\"log\":"
		   "\"" HEX32 "\",\"digests\":{}}",
	    -1, "has a member acq that is not as it must be" },
	{ "a log that is a list", SOURCE ",\"name\":\"a\",\"acq\":[]", -1,
	    "has a member acq that is not as it must be" },
	{ "an unknown member", SOURCE ",\"name\":\"a\",\"colour\":1", 0,
	    "colour" },
	{ "a finding", FINDING ",\"score\":99", 0, NULL },
	{ "a score past 99", FINDING ",\"score\":100", -1,
	    "has a member score that is not as it must be" },
	{ "a negative score", FINDING ",\"score\":-1", -1,
	    "has a member score that is not as it must be" },
	{ "no score", FINDING, -1, "lacks the member score" },
	{ "attributes that are text",
	    FINDING ",\"score\":1,\"attrs\":{\"scheme\":\"visa\"}", 0, NULL },
	{ "attributes that are numbers",
	    FINDING ",\"score\":1,\"attrs\":{\"scheme\":1}", -1,
	    "has a member attrs that is not as it must be" },
	{ "an end", END ",\"status\":\"complete\"", 0, NULL },
	{ "what came of the acquisition",
	    END ",\"status\":\"complete\",\"acquired\":\"match\"", 0, NULL },
	{ "what came of it, in other words",
	    END ",\"status\":\"complete\",\"acquired\":\"same\"", -1,
	    "has a member acquired that is not as it must be" },
	{ "a status of no kind", END ",\"status\":\"com\"", -1,
	    "has a member status that is not as it must be" },
	{ "two statuses", END ",\"status\":\"complete failed\"", -1,
	    "has a member status that is not as it must be" },
	{ "an empty status", END ",\"status\":\"\"", -1,
	    "has a member status that is not as it must be" },
	{ "a day that is not",
	    END ",\"status\":\"failed\",\"ended\":"
		"\"2026-02-30T00:00:00.000000Z\"",
	    -1, "has a member ended that is not as it must be" },
	{ "an error with no place",
	    "\"error\",\"run\":1,\"src\":1,\"why\":"
	    "\"x\"",
	    0, NULL },
	{ "an entry of an alert list",
	    FINDING ",\"score\":1,\"alert\":\"1:17\"", 0, NULL },
	{ "an entry that is a number", FINDING ",\"score\":1,\"alert\":17", -1,
	    "has a member alert that is not as it must be" },
	{ "a keyed fingerprint", FINDING ",\"score\":1,\"fp\":\"" HEX16 "\"", 0,
	    NULL },
	{ "one that is not cut", FINDING ",\"score\":1,\"fp\":\"" HEX32 "\"",
	    -1, "has a member fp that is not as it must be" },
	{ "an error with half a place",
	    "\"error\",\"run\":1,\"src\":1,\"why\":\"x\",\"off\":1", -1,
	    "has one of off and len" },
	{ "a commitment too short",
	    "\"finding\",\"run\":1,\"src\":1,\"class\":\"c\",\"mask\":\"*\","
	    "\"off\":0,\"len\":1,\"path\":\"0\",\"enc\":\"ascii\",\"why\":[],"
	    "\"score\":1,\"commit\":{\"value\":\"" HEX16 "\"}",
	    -1, "has a member commit that is not as it must be" },
	{ "no commitment to the value",
	    "\"finding\",\"run\":1,\"src\":1,\"class\":\"c\",\"mask\":\"*\","
	    "\"off\":0,\"len\":1,\"path\":\"0\",\"enc\":\"ascii\",\"why\":[],"
	    "\"score\":1,\"commit\":{\"pin\":\"" HEX32 "\"}",
	    -1, "has no commitment to its value" },
	{ "a class with a space",
	    "\"finding\",\"run\":1,\"src\":1,\"class\":\"a b\",\"mask\":\"*\"",
	    -1, "has a member class that is not as it must be" },
	{ "records that are spoken of",
	    "\"reveal\",\"of\":[1,2],\"fields\":[\"value\"],\"who\":\"w\","
	    "\"why\":\"y\",\"legal\":\"\"",
	    0, NULL },
	{ "records that are text",
	    "\"reveal\",\"of\":[\"1\"],\"fields\":[\"value\"],\"who\":\"w\","
	    "\"why\":\"y\",\"legal\":\"\"",
	    -1, "has a member of that is not as it must be" },
	{ "an origin with a space",
	    "\"genesis\",\"case\":\"c\",\"agency\":\"a\",\"examiner\":\"e\","
	    "\"alg\":\"sha256/rfc6962/ed25519\",\"key\":\"" HEX32
	    "\",\"origin\":\"a b\",\"schema\":\"" HEX32 "\"",
	    -1, "has an origin that cannot be one" },
	{ "another algorithm",
	    "\"genesis\",\"case\":\"c\",\"agency\":\"a\",\"examiner\":\"e\","
	    "\"alg\":\"md5\",\"key\":\"" HEX32
	    "\",\"origin\":\"a\",\"schema\":\"" HEX32 "\"",
	    1, "names other hashes and signatures (md5)" },
	{ "no algorithm",
	    "\"genesis\",\"case\":\"c\",\"agency\":\"a\",\"examiner\":\"e\","
	    "\"key\":\"" HEX32 "\",\"origin\":\"a\",\"schema\":\"" HEX32 "\"",
	    -1, "lacks the member alg" },
	{ "no known kind", "\"rumour\"", 1, "is of no known kind (rumour)" },
	{ "a later version", "\"rumour\",\"v\":2", 1,
	    "is of version 2 of the format" },
	{ "a later version of a known kind", "\"key\",\"v\":3", 1,
	    "is of version 3 of the format" },
	{ "version 0", "\"rumour\",\"v\":0", -1,
	    "has a member v that is not as it must be" },
	{ "a version that is text", "\"rumour\",\"v\":\"2\"", -1,
	    "has a member v that is not as it must be" },
	{ "an empty kind", "\"\"", -1,
	    "has a member kind that is not as it must be" },
};

/* Each later kind with its members, and with the last of them left out. */
static const struct {
	const char *kind, *members, *last;
} later[] = {
	{ "key", "\"key\":\"" HEX32 "\"", ",\"reason\":\"\"" },
	{ "custody", "\"from\":\"a\",\"to\":\"b\",\"what\":\"c\"",
	    ",\"why\":\"\"" },
	{ "export",
	    "\"to\":\"a\",\"format\":\"f\",\"count\":1,\"sha256\":\"" HEX32
	    "\",\"masked\":1",
	    ",\"recipients\":[]" },
	{ "psi", "\"n\":1", ",\"set_root\":\"" HEX32 "\"" },
	{ "correct", "\"of\":0", ",\"why\":\"x\"" },
	{ "review", "\"of\":0,\"verdict\":\"note\",\"by\":\"b\"",
	    ",\"why\":\"\"" },
};

static int
check(const char *text, char why[FX_VALUE_LEN], const char **extra,
    json_t **record)
{
	enum fxv_kind kind;

	*record = json_loads(text, 0, NULL);
	*extra = NULL;
	if (*record == NULL)
		return -2;
	return fxv_kind_check(*record, &kind, extra, why);
}

static void
check_case(size_t i)
{
	char text[2048], why[FX_VALUE_LEN] = "";
	const char *extra;
	json_t *record;

	snprintf(text, sizeof(text), "{" COMMON "%s}", cases[i].text);
	is_int(check(text, why, &extra, &record), cases[i].rc, "%s",
	    cases[i].what);
	if (cases[i].rc != 0)
		is_str(why, cases[i].why, "%s: the words", cases[i].what);
	else
		is_str(extra != NULL ? extra : "",
		    cases[i].why != NULL ? cases[i].why : "",
		    "%s: the unknown member", cases[i].what);
	json_decref(record);
}

static void
check_later(size_t i)
{
	char text[2048], why[FX_VALUE_LEN];
	const char *extra;
	json_t *record;

	snprintf(text, sizeof(text), "{" COMMON "\"%s\",%s%s}", later[i].kind,
	    later[i].members, later[i].last);
	is_int(check(text, why, &extra, &record), 0, "%s", later[i].kind);
	json_decref(record);
	snprintf(text, sizeof(text), "{" COMMON "\"%s\",%s}", later[i].kind,
	    later[i].members);
	is_int(check(text, why, &extra, &record), -1, "%s, short of one",
	    later[i].kind);
	json_decref(record);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++)
		check_case(i);
	for (i = 0; i < FX_LEN(later); i++)
		check_later(i);
	return done();
}
