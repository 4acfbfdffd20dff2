/*
 * age.c - any bytes as an age file, as a recipient and as what is sealed
 *
 * The first byte of an input says which.  'C': changes to a true file, each of
 * two bytes of place and one of value: only the true one opens.
 */
#include <stdlib.h>
#include <string.h>

#include "forensic/age.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CHANGE_LEN = 3 };

static struct fx_age_identities ids;
static struct fx_buf sealed;
static const char plain[] = "what lies in it";

static void
must(bool good)
{
	if (!good)
		abort();
}

/* A file that nobody sealed to us. */
static void
file(const void *p, size_t n)
{
	struct fx_buf out = { 0 };
	struct fx_err err = { 0 };

	if (fx_age_open(&out, &ids, p, n, &err) == -1)
		must(err.code != FX_OK && err.msg[0] != '\0' && out.len == 0);
	else
		must(n == sealed.len && memcmp(p, sealed.p, n) == 0 &&
		    out.len == sizeof(plain));
	fx_buf_done(&out);
}

static void
changed(const uint8_t *p, size_t n)
{
	struct fx_buf copy = { 0 };

	fx_buf_put(&copy, sealed.p, sealed.len);
	for (; n >= CHANGE_LEN; p += CHANGE_LEN, n -= CHANGE_LEN)
		copy.p[(p[0] | (size_t)p[1] << 8) % copy.len] = (char)p[2];
	file(copy.p, copy.len);
	fx_buf_done(&copy);
}

static void
recipient(const char *s, size_t n)
{
	char text[FX_AGE_RECIPIENT_LEN + 1];
	struct fx_age_recipient r;
	struct fx_err err = { 0 };

	if (fx_age_recipient_parse(&r, s, n, &err) == -1) {
		must(err.code == FX_EFORMAT && err.msg[0] != '\0');
		return;
	}
	fx_age_recipient_text(&r, text);
	must(n == FX_AGE_RECIPIENT_LEN && memcmp(s, text, n) == 0);
}

static void
again(const void *p, size_t n)
{
	struct fx_buf out = { 0 }, back = { 0 };
	struct fx_err err;

	must(fx_age_seal(&out, ids.recipient, 1, p, n, &err) == 0 &&
	    fx_age_open(&back, &ids, out.p, out.len, &err) == 0 &&
	    back.len == n && memcmp(fx_buf_text(&back), p, n) == 0);
	fx_buf_done(&out);
	fx_buf_done(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fx_err err;

	if (ids.n == 0)
		must(fx_age_identity_new(&ids, &err) == 0 &&
		    fx_age_seal(&sealed, ids.recipient, 1, plain, sizeof(plain),
			&err) == 0);
	if (size == 0)
		return 0;
	switch (data[0]) {
	case 'C':
		changed(data + 1, size - 1);
		break;
	case 'R':
		recipient((const char *)data + 1, size - 1);
		break;
	case 'S':
		again(data + 1, size - 1);
		break;
	default:
		file(data + 1, size - 1);
	}
	return 0;
}
