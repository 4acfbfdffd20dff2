/*
 * finding_list.c - any bytes as a list of values: no overread and no hang, what
 * is wrong has words and a line, and pieces make no difference
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "forensic/list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool good)
{
	if (!good)
		abort();
}

/* The first byte tells how long the pieces are. */
static struct fx_list *
make(const uint8_t *p, size_t n, size_t piece)
{
	struct fx_err err = { 0 };
	struct fx_list *l = fx_list_new(&err);
	size_t len;
	int rc = 0;

	must(l != NULL);
	for (; rc == 0 && n > 0; p += len, n -= len) {
		len = n < piece ? n : piece;
		rc = fx_list_add(l, p, len, &err);
	}
	if (rc == 0)
		rc = fx_list_end(l, &err);
	if (rc == 0)
		return l;
	must(err.code != FX_OK && err.msg[0] != '\0' && err.off > 0);
	fx_list_free(l);
	return NULL;
}

static void
look(const struct fx_list *l, const struct fx_list *same, const char *value)
{
	static const char text[] = "Card: 4539 5787 6362 1486 Exp: 12/27";
	struct fx_list_item it = { .value = value,
		.text = text,
		.n = sizeof(text) - 1,
		.at = 6,
		.len = 19 };
	uint32_t line = 0, other = 0;
	enum fx_listed listed = fx_list_find(l, &it, &line);

	must(listed == fx_list_find(same, &it, &other) && line == other);
	must((listed == FX_LISTED) == (line > 0));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fx_list *l, *same;
	uint8_t *copy;
	size_t piece;

	if (size == 0)
		return 0;
	piece = (size_t)data[0] + 1;
	size--;
	if ((copy = malloc(size > 0 ? size : 1)) == NULL)
		abort();
	memcpy(copy, data + 1, size);
	l = make(copy, size, SIZE_MAX);
	same = make(copy, size, piece);
	must((l != NULL) == (same != NULL));
	if (l != NULL) {
		look(l, same, "4539578763621486");
		look(l, same, "DE89370400440532013000");
		look(l, same, "B4539578763621486^DOE/JOHN^27121010000");
		look(l, same, "Bob@example.com");
	}
	fx_list_free(l);
	fx_list_free(same);
	free(copy);
	return 0;
}
