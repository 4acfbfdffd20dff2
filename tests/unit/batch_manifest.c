/* batch_manifest.c - which lines of a manifest are taken, and which are not */
#include <stdlib.h>
#include <string.h>

#include "../../cmd/batch/manifest.h"
#include "tap.h"

#define HEAD "path\texhibit\tcase\tnotes\n"

static const struct {
	const char *what, *text;
	size_t rows;
	const char *why; /* the words; NULL: it is read */
} cases[] = {
	{ "one image", HEAD "a.dd\tA1\tC-1\tred\n", 1, NULL },
	{ "no newline at its end", HEAD "a.dd\tA1\tC-1\tred", 1, NULL },
	{ "empty fields", HEAD "a.dd\tA1\t\t\n", 1, NULL },
	{ "fields that are missing", HEAD "a.dd\tA1\n", 1, NULL },
	{ "other order", "exhibit\tpath\nA1\ta.dd\n", 1, NULL },
	{ "lines of another system", "path\texhibit\r\na.dd\tA1\r\n", 1, NULL },
	{ "a mark of bytes", "\xef\xbb\xbf" HEAD "a.dd\tA1\n", 1, NULL },
	{ "empty lines", HEAD "\na.dd\tA1\n\n\nb.dd\tA2\n", 2, NULL },
	{ "dots in a name", HEAD "a..b/c...dd\tA.1_x-2\n", 1, NULL },
	{ "letters that are not ASCII", HEAD "a.dd\t\xc3\x84\x31\n", 1, NULL },
	{ "JSON", "{\"path\":\"a.dd\",\"exhibit\":\"A1\"}\n", 1, NULL },
	{ "JSON with all",
	    "{\"notes\":\"n\",\"case\":\"C\",\"path\":\"a\",\"exhibit\":\"1\"}",
	    1, NULL },
	{ "nothing", "", 0, "it names no image" },
	{ "a header alone", HEAD, 0, "it names no image" },
	{ "no header", "a.dd\tA1\n", 0,
	    "line 1: no header: the names path, exhibit, case, notes, each "
	    "once, with tabs between them" },
	{ "a field that is none", "path\texhibit\tsize\n", 0,
	    "line 1: no header: the names path, exhibit, case, notes, each "
	    "once, with tabs between them" },
	{ "five fields", HEAD "a\tA1\tC\tn\t\n", 0,
	    "line 2: more fields than the header has" },
	{ "no path", HEAD "\tA1\n", 0, "line 2: the path is empty" },
	{ "no exhibit", HEAD "a\t\tC\n", 0, "line 2: the exhibit is empty" },
	{ "a twin", HEAD "a\tA1\nb\tB\nc\ta1\n", 3,
	    "line 4: the exhibit a1 is that of line 2" },
	{ "a slash", HEAD "a\tA/1\n", 0,
	    "line 2: the exhibit is no name for a file: letters, digits and, "
	    "not at first, . _ - are" },
	{ "a name that hides", HEAD "a\t.A1\n", 0,
	    "line 2: the exhibit is no name for a file: letters, digits and, "
	    "not at first, . _ - are" },
	{ "a name of ours", HEAD "a\tBatch\n", 0,
	    "line 2: the exhibit is what a file of the batch itself is called" },
	{ "a space", HEAD "a\tA 1\n", 0,
	    "line 2: the exhibit is no name for a file: letters, digits and, "
	    "not at first, . _ - are" },
	{ "white space that is not ASCII",
	    HEAD "a\tA\xc2\xa0"
		 "1\n",
	    0, "line 2: the exhibit holds white space" },
	{ "a case with a space", HEAD "a\tA1\tC 1\n", 0,
	    "line 2: the case names a log: no white space and no + may be in "
	    "it" },
	{ "a step up", HEAD "../a\tA1\n", 0, "line 2: the path has a step .." },
	{ "a step up inside", HEAD "a/../b\tA1\n", 0,
	    "line 2: the path has a step .." },
	{ "a step up at the end", HEAD "a/..\tA1\n", 0,
	    "line 2: the path has a step .." },
	{ "an escape", HEAD "a\tA1\t\t\x1b[2J\n", 0,
	    "line 2: the note holds the character U+001B, which does not "
	    "show" },
	{ "text that turns", HEAD "a\xe2\x80\xae\tA1\n", 0,
	    "line 2: the path holds the character U+202E, which does not "
	    "show" },
	{ "no UTF-8", HEAD "a\xff\tA1\n", 0, "line 2: is not text in UTF-8" },
	{ "two members alike",
	    "{\"path\":\"a\",\"path\":\"b\",\"exhibit\":\"1\"}", 0,
	    "line 1: no object of JSON" },
	{ "an array", "{\"path\":\"a\",\"exhibit\":\"1\"}\n[]\n", 1,
	    "line 2: no object of JSON" },
	{ "a NUL in JSON", "{\"path\":\"a\\u0000\",\"exhibit\":\"1\"}", 0,
	    "line 1: no object of JSON" },
};

static void
check(size_t i)
{
	const size_t n = strlen(cases[i].text);
	char *copy = malloc(n + 1); /* exact: ASan sees an overread */
	struct manifest m = { 0 };
	struct fx_err err = { 0 };
	int rc;

	memcpy(copy, cases[i].text, n);
	copy = realloc(copy, n > 0 ? n : 1);
	rc = manifest_read(&m, copy, n, &err);
	is_int(rc, cases[i].why == NULL ? 0 : -1, "%s", cases[i].what);
	is_int(m.n, cases[i].rows, "%s: rows", cases[i].what);
	if (cases[i].why != NULL)
		is_str(err.msg, cases[i].why, "%s: why", cases[i].what);
	manifest_done(&m);
	free(copy);
}

static void
check_long(void)
{
	char name[MANIFEST_EXHIBIT + 2];
	struct fx_err err;

	memset(name, 'x', sizeof(name));
	name[MANIFEST_EXHIBIT] = '\0';
	is_int(manifest_exhibit_ok(name, &err), 0, "a name as long as may be");
	name[MANIFEST_EXHIBIT] = 'x';
	name[MANIFEST_EXHIBIT + 1] = '\0';
	is_int(manifest_exhibit_ok(name, &err), -1, "one byte more");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(i);
	check_long();
	return done();
}
