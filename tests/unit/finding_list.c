/* finding_list.c - lists of values: which lines are entries, what they hold */
#include <stdlib.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/hash.h"
#include "forensic/list.h"
#include "tap.h"

#define PAN "4539578763621486"
#define HARD "/^(\\d+)+[xy]/\n" /* too many steps for a long number */
#define IBAN "DE89370400440532013000"

/* Text in pieces of so many bytes. */
static struct fx_list *
make(const char *text, size_t n, size_t piece, struct fx_err *err)
{
	struct fx_list *l = fx_list_new(err);
	size_t i, len;

	for (i = 0; l != NULL && i < n; i += len) {
		len = n - i < piece ? n - i : piece;
		if (fx_list_add(l, text + i, len, err) == -1) {
			fx_list_free(l);
			return NULL;
		}
	}
	if (l != NULL && fx_list_end(l, err) == -1) {
		fx_list_free(l);
		return NULL;
	}
	return l;
}

enum { NOT = 0, OPEN = -1 }; /* instead of a line */

static int
find(const struct fx_list *l, const struct fx_list_item *it)
{
	uint32_t line = 0;

	switch (fx_list_find(l, it, &line)) {
	case FX_LISTED:
		return (int)line;
	case FX_LISTED_OPEN:
		return OPEN;
	default:
		return NOT;
	}
}

static const struct {
	const char *what, *list, *value;
	int line; /* that holds; NOT, OPEN */
} values[] = {
	{ "nothing", "", PAN, NOT },
	{ "a number", PAN "\n", PAN, 1 },
	{ "without a newline", PAN, PAN, 1 },
	{ "another", "4539578763621487\n", PAN, NOT },
	{ "a part of it", "453957876362148\n5395787636214860\n", PAN, NOT },
	{ "in groups", "4539 5787 6362 1486\n", PAN, 1 },
	{ "with hyphens", "4539-5787-6362-1486\n", PAN, 1 },
	{ "with dots", "4539.5787.6362.1486\n", PAN, 1 },
	{ "CR and LF", "x\r\n" PAN "\r\n", PAN, 2 },
	{ "blanks around it", "  " PAN "  \n", PAN, 1 },
	{ "a byte order mark", "\xef\xbb\xbf" PAN "\n", PAN, 1 },
	{ "one on another line", "x\n\xef\xbb\xbf" PAN "\n", PAN, NOT },
	{ "comments and empty lines", "# " PAN "\n\n  \t \n #x\n" PAN, PAN, 5 },
	{ "twice: the first", "x\n" PAN "\n4539 5787 6362 1486\n", PAN, 2 },
	{ "an account in groups", "DE89 3704 0044 0532 0130 00\n", IBAN, 1 },
	{ "in lower case", "de89370400440532013000\n", IBAN, 1 },
	{ "in both", "De89 3704 0044 0532 0130 00\n", IBAN, 1 },
	{ "a host", "Shop.Example.COM\n", "shop.example.com", 1 },
	{ "with other hyphens", "my-shop.example\n", "myshop.example", NOT },
	{ "an address whose case counts",
	    "1a1zp1ep5qgefi2dmptftl5slmv7divfna\n",
	    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", NOT },
	{ "the same, as it is", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa\n",
	    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", 1 },
	{ "blanks that belong to it", "B" PAN "^DOE/JOHN Q^2712101\n",
	    "B" PAN "^DOE/JOHN Q^2712101", 1 },
	{ "and do not go", "B" PAN "^DOE/JOHN Q^2712101\n",
	    "B" PAN "^DOE/JOHNQ^2712101", NOT },
	{ "a slash first", "\\/etc/passwd\n", "/etc/passwd", 1 },
	{ "a number sign first", "\\#1\n", "#1", 1 },
	{ "a backslash", "a\\\\b\n", "a\\b", 1 },
	{ "lines", "P<UTO\\nL898902\n", "P<UTO\nL898902", 1 },
	{ "a byte", "M\\xc3\\xBCller\n", "M\xc3\xbcller", 1 },
	{ "the letters themselves", "M\xc3\xbcller\n", "M\xc3\xbcller", 1 },
	{ "no text", "\xff\n", PAN, NOT },
	{ "a value that is none", "\n" PAN "\n", "", NOT },

	{ "an expression", "/^4539/\n", PAN, 1 },
	{ "anywhere in it", "/636214/\n", PAN, 1 },
	{ "from end to end", "/^4539[0-9]{12}$/\n", PAN, 1 },
	{ "but shorter", "/^4539[0-9]{11}$/\n", PAN, NOT },
	{ "case counts", "/^de89/\n", IBAN, NOT },
	{ "unless it does not", "/^de89/i\n", IBAN, 1 },
	{ "blanks behind it", "/^4539/ \r\n", PAN, 1 },
	{ "slashes in it", "/DOE/J\\/?.*Q/\n", "B1^DOE/JOHN Q^", 1 },
	{ "a dollar is the end of all", "/^P<UTO$/\n", "P<UTO\nL89", NOT },
	{ "characters, not bytes", "/^M.ller$/\n", "M\xc3\xbcller", 1 },
	{ "looks ahead", "/(?=.*86$)/\n", PAN, 1 },
	{ "the first of several", "/9999/\n/5787/\n/4539/\n", PAN, 2 },
	{ "before a value", "/5787/\n" PAN "\n", PAN, 1 },
	{ "behind a value", PAN "\n/5787/\n", PAN, 1 },
	{ "too many steps", "/^(\\d+)+[xy]/\n", PAN PAN PAN, OPEN },
	{ "but another holds", "/^(\\d+)+[xy]/\n/^4/\n", PAN PAN PAN, 2 },
	{ "three that are too hard", HARD HARD HARD "/^4/\n", PAN PAN PAN, 4 },
	{ "four: no more is tried", HARD HARD HARD HARD "/^4/\n", PAN PAN PAN,
	    OPEN },
	{ "but values are", HARD HARD HARD HARD PAN PAN PAN, PAN PAN PAN, 5 },
	{ "deep recursion", "/^(\\d(?1)?(?1)?)[xy]/\n", PAN PAN, OPEN },
};

static void
check_value(size_t i)
{
	struct fx_list_item it = { .value = values[i].value };
	size_t n = strlen(values[i].list), piece;
	struct fx_err err = { 0 };
	struct fx_list *l;
	int same = 0;

	for (piece = 1; piece <= 64; piece *= 4) {
		l = make(values[i].list, n, piece, &err);
		same += l != NULL && find(l, &it) == values[i].line;
		fx_list_free(l);
	}
	is_int(same, 4, "%s %s", values[i].what, err.msg);
}

#define BEFORE "Card: "
#define SELF "4539 5787 6362 1486"
#define BEHIND " Exp: 12/27"

static const struct {
	const char *what, *list;
	int line, bare; /* bare: where the text around it is not known */
} contexts[] = {
	{ "all of it", PAN "\t" BEFORE SELF BEHIND "\n", 1, NOT },
	{ "less on both sides", PAN "\td: " SELF " E\n", 1, NOT },
	{ "itself alone", PAN "\t" SELF "\n", 1, NOT },
	{ "what stands before it", PAN "\tCard: \n", 1, NOT },
	{ "what stands behind it", PAN "\t Exp: 12\r\n", 1, NOT },
	{ "not close to it", PAN "\tCard:\n", NOT, NOT },
	{ "not close behind it", PAN "\tExp:\n", NOT, NOT },
	{ "a part of it", PAN "\t5787\n", NOT, NOT },
	{ "half of it", PAN "\tCard: 4539\n", NOT, NOT },
	{ "another", PAN "\tcard: " SELF "\n", NOT, NOT },
	{ "more than there is", PAN "\txCard: " SELF "\n", NOT, NOT },
	{ "more behind", PAN "\t" SELF BEHIND "x\n", NOT, NOT },
	{ "another value", "4111111111111111\tCard: \n", NOT, NOT },
	{ "several", PAN "\tTest: \n" PAN "\tCard: \n" PAN "\tCard: \n", 2,
	    NOT },
	{ "or none", PAN "\tTest: \n" PAN "\n", 2, 2 },
	{ "escapes", PAN "\t\\x43ard:\\x20" SELF "\n", 1, NOT },
	{ "of an expression", "/^4/\tCard: \n", 1, NOT },
	{ "another of one", "/^4/\tTest: \n", NOT, NOT },
	{ "of one with a flag", "/^4/i\tCard: \n", 1, NOT },
};

static void
check_context(size_t i)
{
	static const char text[] = BEFORE SELF BEHIND;
	size_t n = sizeof(text) - 1;
	char *copy = malloc(n); /* exact: ASan sees an overread */
	struct fx_list_item it = { .value = PAN,
		.text = copy,
		.n = n,
		.at = sizeof(BEFORE) - 1,
		.len = sizeof(SELF) - 1 };
	struct fx_err err = { 0 };
	struct fx_list *l;

	memcpy(copy, text, n);
	l = make(contexts[i].list, strlen(contexts[i].list), SIZE_MAX, &err);
	if (ok(l != NULL, "context: %s %s", contexts[i].what, err.msg)) {
		is_int(find(l, &it), contexts[i].line, "context: %s",
		    contexts[i].what);
		it.text = NULL;
		is_int(find(l, &it), contexts[i].bare,
		    "context: %s: where none is known", contexts[i].what);
	}
	fx_list_free(l);
	free(copy);
}

#define FORTY "0123456789012345678901234567890123456789"

static const struct {
	const char *what, *list;
	size_t n; /* 0: strlen */
	enum fx_code code;
	uint64_t line;
	const char *words; /* in the message */
} bad[] = {
	{ "two tabs", "x\na\tb\tc\n", 0, FX_EFORMAT, 2, "more than one tab" },
	{ "no context", "a\t\n", 0, FX_EFORMAT, 1, "no context" },
	{ "no value", " \tb\n", 0, FX_EFORMAT, 1, "nothing stands before" },
	{ "no such escape", "a\\d\n", 0, FX_EFORMAT, 1, "a backslash" },
	{ "half an escape", "\n\na\\", 0, FX_EFORMAT, 3, "a backslash" },
	{ "no digits", "a\\x4g\n", 0, FX_EFORMAT, 1, "a backslash" },
	{ "one in a context", "a\t\\q\n", 0, FX_EFORMAT, 1, "a backslash" },
	{ "a NUL in a value", "a\\x00\n", 0, FX_EFORMAT, 1, "no value has" },
	{ "a NUL", "a\0b\n", 4, FX_EFORMAT, 1, "is text in UTF-8" },
	{ "UTF-16",
	    "\xff\xfe"
	    "4\0"
	    "1\0\n\0",
	    8, FX_EFORMAT, 1, "is text in UTF-8" },
	{ "a slash alone", "/\n", 0, FX_EFORMAT, 1, "a slash at its end" },
	{ "one that opens", "/etc\n", 0, FX_EFORMAT, 1, "a slash at its end" },
	{ "no expression", "//\n", 0, FX_EFORMAT, 1, "in every value" },
	{ "no such flag", "/a/g\n", 0, FX_EFORMAT, 1, "only i may stand" },
	{ "twice the flag", "/a/ii\n", 0, FX_EFORMAT, 1, "only i may stand" },
	{ "a path", "/etc/passwd\n", 0, FX_EFORMAT, 1, "only i may stand" },
	{ "an open parenthesis", "a\n/(a/\n", 0, FX_EFORMAT, 2,
	    "missing closing parenthesis" },
	{ "a bare star", "/*/\n", 0, FX_EFORMAT, 1, "at its byte" },
	{ "half a character", "/\xc3/\n", 0, FX_EFORMAT, 1, "UTF-8" },
	{ "single bytes", "/\\C/\n", 0, FX_EFORMAT, 1, "\\C" },
	{ "all values", "/x*/\n", 0, FX_EFORMAT, 1, "in every value" },
	{ "too large", "/((a{1,200}){1,200}){1,200}/\n", 0, FX_EFORMAT, 1,
	    "too large" },
	{ "too large, still", "/(" FORTY FORTY FORTY "){150}/\n", 0, FX_ELIMIT,
	    1, "takes more than" },
	{ "too deep",
	    "/((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((("
	    "((((((a))))))))))))))))))))))))))))))))))))))))))))))))))))))))"
	    ")))))))))))/\n",
	    0, FX_EFORMAT, 1, "parentheses" },
};

static void
check_bad(size_t i)
{
	size_t n = bad[i].n != 0 ? bad[i].n : strlen(bad[i].list);
	struct fx_err err = { 0 };
	struct fx_list *l = make(bad[i].list, n, 3, &err);

	ok(l == NULL && err.code == bad[i].code && err.off == bad[i].line &&
		strstr(err.msg, bad[i].words) != NULL,
	    "refused: %s: line %" PRIu64 ": %s", bad[i].what, err.off, err.msg);
	fx_list_free(l);
}

/* A line of n bytes, or n lines, made of one text. */
static struct fx_list *
repeat(const char *what, size_t n, const char *end, struct fx_err *err)
{
	struct fx_list *l = fx_list_new(err);
	size_t i;
	int rc = 0;

	for (i = 0; l != NULL && rc == 0 && i < n; i++)
		rc = fx_list_add(l, what, strlen(what), err);
	if (l != NULL && rc == 0)
		rc = fx_list_add(l, end, strlen(end), err);
	if (l != NULL && rc == 0)
		rc = fx_list_end(l, err);
	if (rc == -1) {
		fx_list_free(l);
		l = NULL;
	}
	return l;
}

static void
check_limits(void)
{
	static const struct {
		const char *what, *text, *end;
		size_t n;
		bool good;
		uint64_t line;
	} cases[] = {
		{ "a line", "a", "\n", FX_LIST_LINE, true, 1 },
		{ "a longer line", "a", "\n", FX_LIST_LINE + 1, false, 1 },
		{ "one without an end", "a", "", FX_LIST_LINE + 1, false, 1 },
		{ "expressions", "/a/\n", "", FX_LIST_REGEXES, true, 1 },
		{ "one more", "/a/\n", "", FX_LIST_REGEXES + 1, false,
		    FX_LIST_REGEXES + 1 },
	};
	struct fx_err err;
	struct fx_list *l;
	char regex[FX_LIST_REGEX + 4];
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++) {
		l = repeat(cases[i].text, cases[i].n, cases[i].end, &err);
		ok((l != NULL) == cases[i].good &&
			(l != NULL ||
			    (err.code == FX_ELIMIT &&
				err.off == cases[i].line)),
		    "limits: %s: %s", cases[i].what, l == NULL ? err.msg : "");
		fx_list_free(l);
	}
	memset(regex, 'a', sizeof(regex));
	regex[0] = regex[FX_LIST_REGEX + 1] = '/';
	l = make(regex, FX_LIST_REGEX + 2, SIZE_MAX, &err);
	ok(l != NULL, "limits: an expression");
	fx_list_free(l);
	regex[FX_LIST_REGEX + 1] = 'a';
	regex[FX_LIST_REGEX + 2] = '/';
	l = make(regex, FX_LIST_REGEX + 3, SIZE_MAX, &err);
	ok(l == NULL && err.code == FX_ELIMIT, "limits: a longer one: %s",
	    l == NULL ? err.msg : "");
	fx_list_free(l);
}

/* Many, in no order: each is found at its line, its neighbours are not. */
static void
check_many(void)
{
	enum { N = 200000 };
	struct fx_err err;
	struct fx_list *l = fx_list_new(&err);
	struct fx_list_item it = { 0 };
	char text[32];
	int i, right = 0, wrong = 0;

	for (i = 0; l != NULL && i < N; i++) {
		snprintf(text, sizeof(text), "%016" PRIu64 "\n",
		    (uint64_t)i * 7919 % 1000003);
		if (fx_list_add(l, text, strlen(text), &err) == -1)
			break;
	}
	if (!ok(l != NULL && fx_list_end(l, &err) == 0, "many are read"))
		return;
	is_int(fx_list_count(l), N, "and counted");
	it.value = text;
	for (i = 0; i < N; i++) {
		snprintf(text, sizeof(text), "%016" PRIu64,
		    (uint64_t)i * 7919 % 1000003);
		right += find(l, &it) == i + 1;
		text[0] = '9';
		wrong += find(l, &it) != NOT;
	}
	ok(right == N && wrong == 0, "%d of %d found, %d that are none", right,
	    N, wrong);
	fx_list_free(l);
}

/* Of more than one value an entry may be, but no expression. */
static void
check_also(void)
{
	static const char *const also[] = { PAN, "DOE/JOHN" };
	struct fx_list_item it = { .value = PAN "=27121010000",
		.also = also,
		.nalso = 2 };
	static const char list[] = "x\n/JOHN/\nDoe/John\n" PAN "\n";
	struct fx_err err;
	struct fx_list *l = make(list, sizeof(list) - 1, SIZE_MAX, &err);

	is_int(l == NULL ? -2 : find(l, &it), 3, "the first of all its values");
	it.nalso = 1;
	is_int(l == NULL ? -2 : find(l, &it), 4, "the other");
	it.nalso = 0;
	is_int(l == NULL ? -2 : find(l, &it), NOT, "its own is none");
	fx_list_free(l);
}

static void
check_file(void)
{
	static const char text[] = "# test\r\n" PAN "\tCard: \r\n/^4/";
	char path[] = "/tmp/finding_list.XXXXXX";
	uint8_t sum[FX_SHA256_LEN];
	struct fx_err err = { 0 };
	struct fx_list *l;
	int fd = mkstemp(path);

	if (fd == -1 || write(fd, text, sizeof(text) - 1) != sizeof(text) - 1)
		abort();
	close(fd);
	fx_sha256(sum, text, sizeof(text) - 1);
	if (ok((l = fx_list_load(path, &err)) != NULL, "a file %s", err.msg))
		ok(fx_list_count(l) == 2 && fx_list_contexts(l) == 1 &&
			memcmp(fx_list_sum(l), sum, sizeof(sum)) == 0,
		    "its entries, contexts and digest");
	fx_list_free(l);
	unlink(path);
	ok(fx_list_load(path, &err) == NULL && err.code == FX_EIO,
	    "a file that is not there");
	ok(fx_list_load("/", &err) == NULL && err.code == FX_EIO, "a folder");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(values); i++)
		check_value(i);
	for (i = 0; i < FX_LEN(contexts); i++)
		check_context(i);
	for (i = 0; i < FX_LEN(bad); i++)
		check_bad(i);
	check_limits();
	check_many();
	check_also();
	check_file();
	return done();
}
