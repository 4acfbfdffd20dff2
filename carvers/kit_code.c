/* kit_code.c - programs of phishing kits that send what they took */
#include <stdio.h>
#include <string.h>

#include "chars.h"
#include "kit.h"
#include "score.h"

enum {
	READS_MOST = 64, /* texts looked at for labels, on each side */
	NAME_MOST = 64,  /* characters of a variable's name */
	CALL_MOST = 200,
	ADDRESS_MOST = 254, /* RFC 5321, 4.5.3.1.3, less two */
	LIST_MOST = 2 * ADDRESS_MOST,
	LABEL_LEAST = 3, /* "ip:" */
	ID_LEAST = 8,
	ID_MOST = 10,
	TOKEN_SECRET = 35,
	CHAT_LEAST = 6,
	CHAT_MOST = 14,
	CHAT_GAP = 16, /* between "chat_id" and its number */
};

static bool
stands(const struct fx_window *w, size_t i, const char *text)
{
	size_t n = strlen(text);

	return i < w->len && w->len - i >= n && memcmp(w->p + i, text, n) == 0;
}

static bool
holds(const struct fx_window *w, const char *text)
{
	return memmem(w->p, w->len, text, strlen(text)) != NULL;
}

/*
 * Where does a text of a program begin that a quote at i opens, or the end of a
 * line in it?  0: neither stands there.
 */
static size_t
opens(const struct fx_window *w, size_t i)
{
	switch (w->p[i]) {
	case '"':
	case '\'':
	case '`':
	case '>':
		return i + 1;
	case '\\':
		return stands(w, i, "\\n") ? i + 2 : 0;
	case '%':
		return stands(w, i, "%0A") || stands(w, i, "%0a") ? i + 3 : 0;
	default:
		return 0;
	}
}

/*
 * The label of a text that begins at from and goes on with what a program puts
 * there: "Online ID : ".$_POST['id'], `Password: ${p}`.  0: none.
 */
static int
label_at(const struct fx_window *w, size_t from, enum kit_kind *kind)
{
	static const char put[] = "\"'`${<.%+\\*";
	const struct kit_word *word;
	struct kit_line line;
	size_t to = from;
	int bits;

	while (to - from < KIT_WIDE && !kit_among(w, to, "\"'`${<\\%") &&
	    !kit_break(w, to))
		to++;
	if (to - from < LABEL_LEAST ||
	    !kit_read(w, from, to + (to < w->len), &line) ||
	    !kit_among(w, line.value, put) ||
	    (word = kit_find(&line, &bits)) == NULL)
		return 0;
	*kind = word->kind;
	return bits;
}

/* Note the label of a text; true if a text begins there at all. */
static bool
note_label(const struct fx_window *w, size_t i, int most[KIT_KINDS])
{
	size_t from = opens(w, i);
	enum kit_kind kind = KIT_NONE;
	int bits;

	if (from == 0)
		return false;
	bits = label_at(w, from, &kind);
	if (bits > 0 && bits > most[kind])
		most[kind] = bits;
	return true;
}

/* The labels of texts around a place: the most that each kind is worth. */
static void
find_labels(const struct fx_window *w, size_t at, int most[KIT_KINDS])
{
	size_t i, n;

	memset(most, 0, KIT_KINDS * sizeof(most[0]));
	for (i = at, n = 0; i-- > 0 && n < READS_MOST;)
		n += note_label(w, i, most);
	for (i = at, n = 0; i < w->len && n < READS_MOST; i++)
		n += note_label(w, i, most);
}

/*
 * Weigh what the program asks for and what it does: without a secret among it
 * and a look at who sent it, other forms do the same.
 */
static void
weigh(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	char list[FX_ATTR_LEN] = "";
	int most[KIT_KINDS], sum = 0;
	bool secret, looks;
	size_t kind;

	find_labels(w, at, most);
	for (kind = 0; kind < KIT_NOT; kind++) {
		if (most[kind] <= 0)
			continue;
		sum += most[kind];
		kit_list(list, sizeof(list), (enum kit_kind)kind);
	}
	secret = most[KIT_PASSWORD] > 0 || most[KIT_CODE] > 0 ||
	    most[KIT_SECRET] > 0 || most[KIT_CARD] > 0;
	looks = holds(w, "REMOTE_ADDR") || holds(w, "HTTP_USER_AGENT") ||
	    holds(w, "gethostbyaddr");
	fx_hit_why(hit, sum < BITS_KIT_LABELS ? sum : BITS_KIT_LABELS,
	    "labels");
	if (holds(w, "$_POST"))
		fx_hit_why(hit, BITS_KIT_POST, "form");
	if (looks)
		fx_hit_why(hit, BITS_KIT_SENDER, "sender");
	if (holds(w, "geoiptool") || holds(w, "geoplugin") ||
	    holds(w, "ip-api.com"))
		fx_hit_why(hit, BITS_KIT_GEO, "where");
	if ((!secret || !looks) && hit->score > BITS_KIT_ALONE)
		fx_hit_why(hit, BITS_KIT_ALONE - hit->score,
		    secret ? "no-sender" : "no-secret");
	fx_hit_attr(hit, "labels", list);
}

static bool
is_local(const struct fx_window *w, size_t i)
{
	return char_alnum(w, i) || kit_among(w, i, "._%+-");
}

/* The address of mail that begins at i: its length, or 0. */
static size_t
mail_at(const struct fx_window *w, size_t i)
{
	size_t n = 0, dot = 0, at;

	while (n < ADDRESS_MOST && is_local(w, i + n))
		n++;
	if (n == 0 || !kit_among(w, i + n, "@"))
		return 0;
	at = ++n;
	while (n < ADDRESS_MOST &&
	    (char_alnum(w, i + n) || kit_among(w, i + n, ".-"))) {
		if (kit_among(w, i + n, "."))
			dot = n;
		n++;
	}
	return dot > at && n - dot > 2 ? n : 0;
}

/* A list of addresses that begins at i, up to its quote: its length. */
static size_t
list_at(const struct fx_window *w, size_t i)
{
	size_t n = 0, one;

	while (n <= ADDRESS_MOST && (one = mail_at(w, i + n)) != 0) {
		n += one;
		if (!kit_among(w, i + n, ",;"))
			break;
		for (one = 1; kit_blank(w, i + n + one);)
			one++;
		if (mail_at(w, i + n + one) == 0)
			break;
		n += one;
	}
	return n <= LIST_MOST ? n : 0;
}

/* The name of the variable at i, with its sign: its length, or 0. */
static size_t
variable_at(const struct fx_window *w, size_t i)
{
	size_t n = 1;

	if (!kit_among(w, i, "$"))
		return 0;
	while (
	    n < NAME_MOST && (char_alnum(w, i + n) || kit_among(w, i + n, "_")))
		n++;
	return n > 1 ? n : 0;
}

/* Where, before `at`, is the variable given a text?  0: nowhere. */
static size_t
given(const struct fx_window *w, size_t at, size_t name, size_t n)
{
	size_t i, k;

	for (i = at; i-- > 0;) {
		if (!kit_among(w, i, "$") ||
		    memcmp(w->p + i, w->p + name, n) != 0)
			continue;
		for (k = i + n; kit_blank(w, k);)
			k++;
		if (!kit_among(w, k, "="))
			continue;
		for (k++; kit_blank(w, k);)
			k++;
		if (kit_among(w, k, "\"'"))
			return k + 1;
	}
	return 0;
}

/* Who gets the mail: the value, and all of them. */
static bool
take_recipient(const struct fx_window *w, size_t at, size_t arg,
    struct fx_hit *hit)
{
	char list[FX_ATTR_LEN];
	size_t n = variable_at(w, arg), from = arg, len;

	if (n > 0)
		from = given(w, at, arg, n);
	len = from > 0 ? mail_at(w, from) : 0;
	if (len == 0) { /* it is told elsewhere: the variable stands for it */
		return n > 0 &&
		    fx_window_text(w, arg, arg + n, hit->value,
			sizeof(hit->value));
	}
	if (fx_window_text(w, from, from + list_at(w, from), list,
		sizeof(list)))
		fx_hit_attr(hit, "recipient", list);
	fx_hit_why(hit, BITS_KIT_RECIPIENT, "recipient");
	return fx_window_text(w, from, from + len, hit->value,
	    sizeof(hit->value));
}

bool
kit_mail(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	size_t arg = at + strlen("mail("), end;

	if (at > 0 && kit_among(w, at - 1, "_>:$"))
		return false; /* another function */
	if (kit_among(w, arg, "\"'"))
		arg++;
	for (end = arg; end - at < CALL_MOST && !kit_break(w, end) &&
	     !kit_among(w, end, ";");)
		end++;
	if (!kit_among(w, end, ";") ||
	    memchr(w->p + arg, ',', end - arg) == NULL)
		return false;
	hit->at = at;
	hit->len = end - at;
	fx_hit_attr(hit, "form", "php");
	fx_hit_why(hit, BITS_KIT_CALL, "mail");
	if (!take_recipient(w, at, arg, hit))
		return false;
	weigh(w, at, hit);
	return fx_hit_get(hit, "labels") != NULL;
}

/* The number of a chat behind the word at i: its length, from *from. */
static size_t
chat_at(const struct fx_window *w, size_t i, size_t *from)
{
	size_t n, k = 0;

	for (n = 0; n < CHAT_GAP && !char_digit(w, i + n); n++)
		if (kit_break(w, i + n))
			return 0;
	*from = i + n;
	while (k <= CHAT_MOST && char_digit(w, *from + k))
		k++;
	if (k < CHAT_LEAST || k > CHAT_MOST || char_alnum(w, *from + k))
		return 0;
	if (*from > 0 && w->p[*from - 1] == '-') {
		*from -= 1;
		k++;
	}
	return k;
}

/* Which chat gets the messages? */
static void
take_chat(const struct fx_window *w, struct fx_hit *hit)
{
	static const char *const words[] = { "chat_id", "chatid", "chatId",
		"chatID", "CHAT_ID", "CHATID", "chat-id", "$id" };
	char text[CHAT_MOST + 2];
	const uint8_t *p;
	size_t k, i, n, from = 0;

	for (k = 0; k < FX_LEN(words); k++)
		for (i = 0; (p = memmem(w->p + i, w->len - i, words[k],
				 strlen(words[k]))) != NULL;) {
			i = (size_t)(p - w->p) + strlen(words[k]);
			n = chat_at(w, i, &from);
			if (n == 0 ||
			    !fx_window_text(w, from, from + n, text,
				sizeof(text)))
				continue;
			fx_hit_attr(hit, "recipient", text);
			fx_hit_why(hit, BITS_KIT_CHAT, "chat");
			return;
		}
}

static bool
is_token(const struct fx_window *w, size_t i)
{
	return char_alnum(w, i) || kit_among(w, i, "_-");
}

bool
kit_telegram(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	size_t id = 0, secret = 0;
	char text[ID_MOST + 1 + TOKEN_SECRET + 1];

	while (id <= ID_MOST && id < at && char_digit(w, at - id - 1))
		id++;
	while (secret <= TOKEN_SECRET && is_token(w, at + 1 + secret))
		secret++;
	if (id < ID_LEAST || id > ID_MOST || secret != TOKEN_SECRET)
		return false;
	hit->at = at - id;
	hit->len = id + 1 + TOKEN_SECRET;
	if (!fx_window_text(w, hit->at, hit->at + hit->len, text, sizeof(text)))
		return false;
	snprintf(hit->value, sizeof(hit->value), "bot%.*s", (int)id, text);
	fx_hit_attr(hit, "form", "telegram");
	fx_hit_attr(hit, "token", text);
	fx_hit_why(hit, BITS_KIT_TOKEN, "token");
	if (holds(w, "telegram.org") || holds(w, "sendMessage") ||
	    holds(w, "sendmessage"))
		fx_hit_why(hit, BITS_KIT_CALL, "api");
	take_chat(w, hit);
	weigh(w, at, hit);
	return true;
}
