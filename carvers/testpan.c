/* testpan.c - is a number known from pages on testing? */
#include "pan.h"

static const struct {
	uint64_t number;
	const char *publisher;
} known[] = {
#define TESTPAN(number, publisher) { UINT64_C(number), publisher },
#include "testpan.def"
#undef TESTPAN
};

const char *
pan_test(const char *digits)
{
	uint64_t number = 0;
	size_t i;

	for (i = 0; digits[i] != '\0'; i++)
		number = number * 10 + (uint64_t)(digits[i] - '0');
	for (i = 0; digits[0] != '0' && i < FX_LEN(known); i++)
		if (known[i].number == number)
			return known[i].publisher;
	return NULL;
}
