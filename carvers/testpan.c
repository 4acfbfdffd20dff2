/* testpan.c - is a number known from pages on testing? */
#include <string.h>

#include "pan.h"

static const struct {
	const char *digits, *publisher;
} known[] = {
#define TESTPAN(digits, publisher) { digits, publisher },
#include "testpan.def"
#undef TESTPAN
};

const char *
pan_test(const char *digits)
{
	size_t i;

	for (i = 0; i < FX_LEN(known); i++)
		if (strcmp(known[i].digits, digits) == 0)
			return known[i].publisher;
	return NULL;
}
