/*
 * config_phishkit.c - what phishing kits took, and to whom they send it
 *
 * Results as kits mail and keep them, a line for each field of their forms; the
 * calls of mail() in their PHP; tokens of Telegram in their programs.
 */
#include <string.h>

#include "carvers.h"
#include "kit.h"

enum {
	BEFORE = 1000, /* of a result before the label that is its anchor */
	DIGITS_SHOWN = 10,
};

static bool
probe(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	if (w->p[at] == ':')
		return kit_telegram(w, at, hit);
	if (w->len - at > 4 && memcmp(w->p + at, "mail(", 5) == 0)
		return kit_mail(w, at, hit);
	return kit_result(w, at, hit) && at - hit->at <= BEFORE;
}

static size_t
digits_in(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += *s >= '0' && *s <= '9';
	return n;
}

/*
 * Of an address of mail the first character and the domain, of a bot its
 * number, which is no secret; of all others, a victim's name with a bank,
 * nothing.
 */
static void
mask(const char *value, char *out, size_t cap)
{
	static const char hidden[] = "********";
	const char *domain = strchr(value, '@');
	size_t n = strlen(value);

	fx_mask(NULL, value, out);
	if (strncmp(value, "bot", 3) == 0 && n > 3 && n <= 3 + DIGITS_SHOWN &&
	    digits_in(value) == n - 3) {
		memcpy(out, value, n + 1);
		return;
	}
	if (domain == NULL || domain == value ||
	    strchr(domain + 1, '@') != NULL ||
	    strspn(domain + 1,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST"
		"UVWXYZ0123456789.-") != strlen(domain + 1) ||
	    strchr(domain, '.') == NULL || value[0] < '0' || value[0] > 'z' ||
	    digits_in(domain) >= DIGITS_SHOWN ||
	    strlen(domain) + sizeof(hidden) + 1 > cap)
		return;
	out[0] = value[0];
	memcpy(out + 1, hidden, sizeof(hidden) - 1);
	memcpy(out + sizeof(hidden), domain, strlen(domain) + 1);
}

#define LABEL(t)                                           \
	{                                                  \
		.kind = FX_ANCHOR_TEXT, .text = (t),       \
		.flags = FX_ANCHOR_FOLD | FX_ANCHOR_BEGINS \
	}

const struct fx_carver carver_config_phishkit = {
	.name = "config.phishkit",
	.about = "what phishing kits took, and to whom they send it",
	.group = "config",
	.version = 2,
	.reach = KIT_REACH,
	.window = KIT_WINDOW,
	.before = BEFORE,
	.anchors = {
		{ .kind = FX_ANCHOR_TEXT, .text = ":AA" },
		{ .kind = FX_ANCHOR_TEXT, .text = "mail($",
		    .flags = FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_TEXT, .text = "mail(\"",
		    .flags = FX_ANCHOR_BEGINS },
		{ .kind = FX_ANCHOR_TEXT, .text = "mail('",
		    .flags = FX_ANCHOR_BEGINS },
		/* nearly every kit notes the address */
		LABEL("ip:"), LABEL("ip :"), LABEL("ip  "),
		LABEL("ip address"), LABEL("ip adres"), LABEL("ip-adres"),
		/* and what it is after */
		LABEL("online id"), LABEL("passcode"), LABEL("password"),
		LABEL("passwort"), LABEL("kennwort"), LABEL("mot de passe"),
		LABEL("contrase"), LABEL("wachtwoord"), LABEL("senha"),
		LABEL("heslo"), LABEL("lozinka"), LABEL("salasana"),
		LABEL("card number"), LABEL("cvv"), LABEL("ssn"),
		LABEL("sort code"),
	},
	.probe = probe,
	.mask = mask,
	.attrs = {
		{ "form", FX_PUBLIC, false },
		{ "labels", FX_PUBLIC, false },
		{ "user", FX_PRIVATE, false },
		{ "email", FX_PRIVATE, false },
		{ "password", FX_PRIVATE, true },
		{ "codes", FX_PRIVATE, true },
		{ "account", FX_PRIVATE, false },
		{ "holder", FX_PRIVATE, false },
		{ "ip", FX_PRIVATE, false },
		{ "date", FX_PUBLIC, false },
		{ "recipient", FX_PRIVATE, false },
		{ "token", FX_PRIVATE, true },
	},
};
