/* scan_pages.c - the image's pages that are kept: what is read, and how often
 */
#include "../../libforensic/scan/pages.h"
#include "forensic/bytes.h"
#include "scan_image.h"
#include "tap.h"

enum {
	PAGE = FX_PAGES_LEN,
	TWO = 2 * PAGE,
	FIFTH = 5 * PAGE,
	OTHER = FX_PAGES * PAGE, /* has the place of the first */
	PAGES = FX_PAGES + 3,    /* of the image, the last one short */
	SIZE = (PAGES - 1) * PAGE + 100,
	FAILS = -1,
};

static uint8_t bytes[PAGES * PAGE], got[4 * PAGE];

/* In this order: how many bytes come, by how many readings of the image. */
static const struct {
	const char *what;
	uint64_t off;
	size_t n;
	ssize_t want;
	int reads;
} steps[] = {
	{ "the first bytes", 0, 16, 16, 1 },
	{ "the same again", 0, 16, 16, 0 },
	{ "the last of that page", PAGE - 1, 1, 1, 0 },
	{ "nothing", FIFTH, 0, 0, 0 },
	{ "over the edge of two", PAGE - 8, 16, 16, 1 },
	{ "a page and a bit of its neighbours", 2 * PAGE - 1, PAGE + 2,
	    PAGE + 2, 2 },
	{ "all of that from another byte on", PAGE + 7, TWO, TWO, 0 },
	{ "the page that has the first one's place", OTHER, 8, 8, 1 },
	{ "the first, which is gone", 3, 8, 8, 1 },
	{ "the second, which is not", PAGE + 3, 8, 8, 0 },
	{ "the last bytes of the image", SIZE - 5, 5, 5, 1 },
	{ "more than there are", SIZE - 5, 100, 5, 0 },
	{ "from the page before", SIZE - 101, 4096, 101, 1 },
	{ "what is behind the end", SIZE, 10, 0, 0 },
	{ "pages behind it", SIZE + 9 * PAGE, 10, 0, 2 },
	{ "the end of all numbers", UINT64_MAX - 20, 10, 0, 2 },
};

static void
check_steps(void)
{
	struct fx_image img = { .p = bytes, .size = SIZE };
	struct fx_pages pages = { .one = { { 0 } } };
	struct fx_err err;
	ssize_t n;
	size_t i;

	for (i = 0; i < FX_LEN(steps); i++) {
		img.reads = 0;
		memset(got, 0xff, sizeof(got));
		n = fx_pages_read(&pages, &img, steps[i].off, got, steps[i].n,
		    &err);
		ok(n == steps[i].want && img.reads == steps[i].reads,
		    "%s: %zd bytes in %d readings", steps[i].what, n,
		    img.reads);
		ok(n < 0 ||
			((n == 0 ||
			     memcmp(got, bytes + steps[i].off, (size_t)n) ==
				 0) &&
			    got[n] == 0xff),
		    "%s: those of the image, and no more", steps[i].what);
	}
	fx_pages_done(&pages);
}

/* Each of n pages in turn, twice over: how often is the image read? */
static int
turns(size_t n)
{
	struct fx_image img = { .p = bytes, .size = SIZE };
	struct fx_pages pages = { .one = { { 0 } } };
	struct fx_err err;
	size_t i;

	for (i = 0; i < 2 * n; i++)
		if (fx_pages_read(&pages, &img, i % n * PAGE + i, got, 1,
			&err) != 1 ||
		    got[0] != bytes[i % n * PAGE + i])
			return -1;
	fx_pages_done(&pages);
	return img.reads;
}

/* An image that ends in an error, with `size` bytes before it. */
static void
check_failing(uint64_t size, uint64_t off, size_t n, ssize_t want,
    const char *what)
{
	struct fx_image img = { .p = bytes, .size = size, .fails = true };
	struct fx_pages pages = { .one = { { 0 } } };
	struct fx_err err = { .code = FX_OK };
	ssize_t rc = fx_pages_read(&pages, &img, off, got, n, &err);

	is_int(rc, want, "%s", what);
	if (want == FAILS)
		is_str(err.msg, "the cable is out", "%s: why", what);
	/* What failed is asked again, not remembered. */
	img.fails = false;
	img.size = SIZE;
	if (want == FAILS)
		is_int(fx_pages_read(&pages, &img, off, got, n, &err), n,
		    "%s: and when it can be read", what);
	fx_pages_done(&pages);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 2654435761U >> 13);

	check_steps();
	is_int(turns(FX_PAGES), FX_PAGES, "all that are kept, twice");
	is_int(turns(FX_PAGES + 2), FX_PAGES - 2 + 4 * 2,
	    "two more: those that share a place are read again");
	check_failing(PAGE, PAGE, 16, FAILS, "nothing can be read there");
	check_failing(PAGE, PAGE - 8, 16, FAILS, "nor the second half of it");
	check_failing(PAGE, PAGE - 8, 8, 8, "what is before that can");
	return done();
}
