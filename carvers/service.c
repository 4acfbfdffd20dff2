/* service.c - what the three digits of a service code say (ISO/IEC 7813) */
#include <stdio.h>

#include "track.h"

/* By digit; NULL is not assigned. */
static const char *const interchange[10] = {
	[1] = "international",
	[2] = "international, chip",
	[5] = "national",
	[6] = "national, chip",
	[7] = "private",
	[9] = "test",
};

static const char *const authorization[10] = {
	[0] = "normal authorization",
	[2] = "authorization by issuer",
	[4] = "authorization by issuer unless agreed",
};

static const char *const services[10] = {
	[0] = "no restrictions, PIN required",
	[1] = "no restrictions",
	[2] = "goods and services only",
	[3] = "ATM only, PIN required",
	[4] = "cash only",
	[5] = "goods and services only, PIN required",
	[6] = "no restrictions, PIN if possible",
	[7] = "goods and services only, PIN if possible",
};

static const char *
part(const char *const words[10], char digit)
{
	return digit >= '0' && digit <= '9' ? words[digit - '0'] : NULL;
}

bool
service_ok(const char code[4])
{
	return part(interchange, code[0]) != NULL &&
	    part(authorization, code[1]) != NULL &&
	    part(services, code[2]) != NULL;
}

void
service_text(const char code[4], char *out, size_t cap)
{
	if (!service_ok(code))
		out[0] = '\0';
	else
		snprintf(out, cap, "%s; %s; %s", part(interchange, code[0]),
		    part(authorization, code[1]), part(services, code[2]));
}
