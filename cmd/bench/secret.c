/* secret.c - what a browser encrypted, as far as that can be seen */
#include <stdio.h>
#include <string.h>

#include "secret.h"

enum { NONCE = 12, TAG = 16, AES = 16, DES = 8, DPAPI = 0xd2 };

void
secret_noise(struct rnd *r, uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		p[i] = (uint8_t)rnd_next(r);
}

static void
begin(struct secret *s, const char *prefix, const void *p, size_t n)
{
	s->prefix = prefix;
	s->shown = s->n = n;
	memcpy(s->p, p, n);
}

static void
noise(struct rnd *r, struct secret *s, size_t n)
{
	secret_noise(r, s->p + s->n, n);
	s->n += n;
}

void
secret_chromium(struct rnd *r, unsigned int how, size_t plain, struct secret *s)
{
	/* Version of a blob, GUID of its provider. */
	static const uint8_t dpapi[] = { 1, 0, 0, 0, 0xd0, 0x8c, 0x9d, 0xdf, 1,
		0x15, 0xd1, 0x11, 0x8c, 0x7a, 0, 0xc0, 0x4f, 0xc2, 0x97, 0xeb };
	static const char *const prefixes[] = { "v10", "v11", "v20" };

	if (how % 4 == 3) {
		begin(s, "dpapi", dpapi, sizeof(dpapi));
		noise(r, s, DPAPI - sizeof(dpapi));
		return;
	}
	begin(s, prefixes[how % 4], prefixes[how % 4], 3);
	/* v11 is CBC with padding, the others GCM. */
	noise(r, s,
	    how % 4 == 1 ? plain / AES * AES + AES : NONCE + plain + TAG);
}

/* A SEQUENCE of the key's name, the cipher with its vector, and the text. */
void
secret_nss(struct rnd *r, unsigned int how, size_t plain, struct secret *s)
{
	static const uint8_t name[] = { 0x30, 0, 0x04, 0x10, 0xf8, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };
	/* des-ede3-cbc, and aes256-CBC; each with its vector's head. */
	static const uint8_t des[] = { 0x30, 0x14, 0x06, 0x08, 0x2a, 0x86, 0x48,
		0x86, 0xf7, 0x0d, 0x03, 0x07, 0x04, DES };
	static const uint8_t aes[] = { 0x30, 0x1d, 0x06, 0x09, 0x60, 0x86, 0x48,
		0x01, 0x65, 0x03, 0x04, 0x01, 0x2a, 0x04, AES };
	size_t block = how % 2 == 0 ? DES : AES;
	size_t n = plain / block * block + block;

	begin(s, "nss", name, sizeof(name));
	if (block == DES)
		memcpy(s->p + s->n, des, sizeof(des));
	else
		memcpy(s->p + s->n, aes, sizeof(aes));
	s->n += block == DES ? sizeof(des) : sizeof(aes);
	noise(r, s, block);
	s->p[s->n++] = 0x04;
	s->p[s->n++] = (uint8_t)n;
	noise(r, s, n);
	s->p[1] = (uint8_t)(s->n - 2);
}

void
secret_store(struct rnd *r, size_t plain, struct secret *s)
{
	begin(s, "oskeystore", "", 0);
	noise(r, s, NONCE + plain + TAG);
}

void
secret_sql(const struct secret *s, char *out, size_t cap)
{
	size_t i, at = (size_t)snprintf(out, cap, "x'");

	for (i = 0; i < s->n && at + 4 <= cap; i++)
		at += (size_t)snprintf(out + at, cap - at, "%02x", s->p[i]);
	snprintf(out + at, cap - at, "'");
}
