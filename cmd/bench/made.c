/* made.c - one value as it is traded or stored, with what stands around it */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "made.h"

const char *const enc_names[ENCS] = { "ascii", "utf16le", "utf16be", "ebcdic",
	"xor", "raw" };

const struct kind kinds[] = {
#define KIND(name, encs, make) { name, encs, make_##make },
#include "kinds.def"
#undef KIND
	{ 0 },
};

void
made_put(struct made *m, const char *fmt, ...)
{
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fx_buf_str(&m->text, text);
}

void
made_value(struct made *m, const char *shown, const char *value)
{
	m->at = m->text.len;
	m->len = strlen(shown);
	fx_buf_str(&m->text, shown);
	snprintf(m->value, sizeof(m->value), "%s", value);
}

void
made_attr(struct made *m, const char *key, const char *value)
{
	m->attr = key;
	snprintf(m->is, sizeof(m->is), "%s", value);
}

void
made_group(char *out, size_t cap, const char *value, size_t every, char sep)
{
	size_t i, n = 0;

	for (i = 0; value[i] != '\0' && n + 2 < cap; i++) {
		if (i > 0 && i % every == 0)
			out[n++] = sep;
		out[n++] = value[i];
	}
	out[n] = '\0';
}

void
made_name(struct rnd *r, bool capitals, char *given, char *family, size_t cap)
{
	static const char *const first[] = { "Anna", "Jan", "Maria", "Peter",
		"Sofia", "Marek", "Elena", "Lukas", "Ines", "Paul" };
	static const char *const last[] = { "Muster", "Exemplar", "Example",
		"Novak", "Sample", "Beispiel", "Specimen", "Testov" };
	size_t i;

	snprintf(given, cap, "%s", RND_OF(r, first));
	snprintf(family, cap, "%s", RND_OF(r, last));
	for (i = 0; capitals && i < cap; i++) {
		given[i] = (char)toupper((unsigned char)given[i]);
		family[i] = (char)toupper((unsigned char)family[i]);
	}
}

const char *
made_host(struct rnd *r)
{
	static const char *const hosts[] = { "bank.example", "shop.example",
		"mail.example", "online.sparbank.example",
		"login.kasse.example" };

	return RND_OF(r, hosts);
}
