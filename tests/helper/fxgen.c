/*
 * fxgen.c - synthetic card data from a seed, and the truth about it
 *
 *	fxgen SEED DIR		files of every notation, truth in DIR.tsv
 *	fxgen -p SEED DIR	pieces to lay at edges, how in DIR.place
 *
 * Account digits are random under real issuer prefixes; no card was ever looked
 * at.  File names that begin with old- are meant to be deleted again.
 */
#include <unistd.h>

#include "gen.h"

/* Characters of fill, and cards in a list. */
enum { APART = 320, ALONE = 4300, FAR = 8600, LIST = 20, SHOWN = 64 };

static const struct scheme {
	const char *name;
	unsigned int lo, hi; /* prefixes of as many digits */
	unsigned char len[6];
} schemes[] = {
	{ "visa", 4, 4, { 16, 18, 19, 13 } },
	{ "mastercard", 51, 55, { 16 } },
	{ "mastercard", 2221, 2720, { 16 } },
	{ "amex", 34, 34, { 15 } },
	{ "amex", 37, 37, { 15 } },
	{ "diners", 300, 305, { 14, 16 } },
	{ "diners", 36, 36, { 14, 19 } },
	{ "diners", 38, 39, { 14, 17 } },
	{ "discover", 6011, 6011, { 16, 17 } },
	{ "discover", 644, 649, { 16, 18 } },
	{ "discover", 65, 65, { 16, 19 } },
	{ "jcb", 3528, 3589, { 16, 17, 18, 19 } },
	{ "jcb", 1800, 1800, { 15 } },
	{ "jcb", 2131, 2131, { 15 } },
	{ "unionpay", 6221, 6229, { 16, 17, 18, 19 } },
	{ "unionpay", 8100, 8171, { 16, 19 } },
	{ "maestro", 500000, 506698, { 12, 13, 16 } },
	{ "maestro", 56, 58, { 14, 15, 16, 17 } },
	{ "maestro", 67, 67, { 12, 16, 18, 19 } },
	{ "mir", 2200, 2204, { 16, 17, 18, 19 } },
	{ "elo", 636368, 636368, { 16 } },
	{ "elo", 438935, 438935, { 16 } },
	{ "hipercard", 606282, 606282, { 16 } },
	{ "hiper", 637095, 637095, { 16 } },
	{ "naranja", 589562, 589562, { 16 } },
	{ "troy", 9792, 9792, { 16 } },
	{ "verve", 506099, 506197, { 16, 18, 19 } },
	{ "verve", 507865, 507941, { 16, 19 } },
	{ "rupay", 607, 608, { 16 } },
	{ "rupay", 817, 827, { 16 } },
	{ "dankort", 5019, 5019, { 16 } },
	{ "bancontact", 6703, 6703, { 16, 17 } },
	{ "uatp", 1000, 1799, { 15 } },
	{ "switch", 6759, 6759, { 16, 18, 19 } },
	{ "solo", 6767, 6767, { 16, 18, 19 } },
	{ "laser", 6304, 6304, { 16, 17, 18, 19 } },
};
enum { NSCHEMES = sizeof schemes / sizeof schemes[0] };

/* What a label says; the number stands for the sign %. */
static const char *const labels[] = {
	"Card number: %",
	"Kartennummer: %, Prüfnummer 417",
	"card no. %",
	"numéro de carte : %",
	"PAN=%",
	"número de tarjeta: %",
	"% 09/28 417",
	"numero di carta %",
	"my credit card is %, ok?",
	"номер карты: %",
	"cc: % exp: 09/28",
	"kaartnummer %",
	"(card) %",
	"číslo karty: %",
	"cvv 417, exp 09/2028, nr %",
	"αριθμός κάρτας: %",
	"kortnummer: %",
	"creditcard:%",
};
enum { NLABELS = sizeof labels / sizeof labels[0] };

/* Records as programs write them: one card each. */
static const char *const forms[] = {
	"{\"holder\":\"Ann Example\",\"number\":\"%\",\"expiry\":\"09/28\"},\n",
	"<card><pan>%</pan><expiry>2028-09</expiry><cvv>417</cvv></card>\n",
	"<input type=\"text\" name=\"cardnumber\" value=\"%\">\n",
	"INSERT INTO cards VALUES (17,'Ann Example','%','0928','417');\n",
	"name=Ann+Example&cardNumber=%&expiry=09%%2F28&cvv=417\n",
	"Card Type: Visa\nCard Number: %\nExp. Date: 09/2028\nCVV2: 417\n",
	"Holder: Ann Example\nCardType: Visa\nCard: %\nExpire: 9/2028\n",
	"17,Ann Example,%,09/28,417,Riga\n",
	"\"17\";\"Ann Example\";\"%\";\"09/2028\";\"417\"\n",
	"card:\n  number: '%'\n  expiry: 09/28\n  cvv: 417\n",
	"2026-03-02 10:11:12 INFO charge card=% amount=12.50 EUR ok\n",
	"| Ann Example | % | 09/28 | 417 |\n",
};
enum { NFORMS = sizeof forms / sizeof forms[0] };

/* Carding lines: ~ stands for the separator. */
static const char *const lines[] = {
	"%~09~28~417~Ann Example~12 Elm St~Springfield~IL~62704~US\n",
	"%~09~2028~417~Ann Example~ann@mail.example\n",
	"%~0928~417~Ann Example~Riga~LV\n",
	"%~2809~417\n",
};
static const char seps[] = { '|', ';', ':', ',', '/', '\t' };

static const char *const groupers[] = { " ", "-", ".", "\xc2\xa0", "%20", "+" };
enum { NGROUPERS = sizeof groupers / sizeof groupers[0] };

static const char *const holders[] = { "DOE/ANN", "EXAMPLE/JO H.MR",
	"O'HARA/SAM", "MUSTERMANN/ERIKA", "LI/BO", "VAN DER TEST/PIET  " };
static const char *const services[] = { "101", "201", "121", "221", "601",
	"206", "126" };

/* A number of n digits under one of the scheme's prefixes. */
static void
pan_make(struct gen *g, const struct scheme *s, size_t n, char pan[GEN_PAN])
{
	char prefix[12];
	size_t k;

	snprintf(prefix, sizeof prefix, "%u",
	    s->lo + gen_below(g, s->hi - s->lo + 1));
	k = strlen(prefix);
	memcpy(pan, prefix, k);
	for (; k < n - 1; k++)
		pan[k] = (char)('0' + gen_below(g, 10));
	pan[n - 1] = gen_luhn(pan, n - 1);
	pan[n] = '\0';
}

/* The same, without a shorter number at its front: where groups allow both, 16
 * digits and three more are a card and its CVV, too. */
static void
pan_single(struct gen *g, const struct scheme *s, size_t n, char pan[GEN_PAN])
{
	do
		pan_make(g, s, n, pan);
	while (n > 16 && gen_luhn(pan, 15) == pan[15]);
}

/* A usual number: 16 digits, 15 for Amex; the k'th scheme, round and round. */
static void
pan_usual(struct gen *g, size_t k, char pan[GEN_PAN])
{
	const struct scheme *s = &schemes[k % 5];

	pan_make(g, s, s->len[0], pan);
}

/* pan in groups of the digits that sizes names ("4444"), sep between them; the
 * last group takes what is left. */
static void
pan_group(const char *pan, const char *sizes, const char *sep, char *out)
{
	size_t n = 0;

	for (; sizes[1] != '\0'; sizes++) {
		n += (size_t)snprintf(out + n, SHOWN - n, "%.*s%s",
		    *sizes - '0', pan, sep);
		pan += *sizes - '0';
	}
	snprintf(out + n, SHOWN - n, "%s", pan);
}

/* Write a form: % is the number as shown, ~ the separator, %% a percent sign.
 */
static void
put_form(struct gen *g, const char *form, char sep, const char *pan,
    const char *shown, const char *class)
{
	char one[4];
	uint64_t from;
	size_t n;

	for (; *form != '\0'; form++) {
		if (*form == '%' && form[1] == '%') {
			gen_text(g, "%");
			form++;
		} else if (*form == '%') {
			from = g->off;
			gen_text(g, shown);
			gen_tell(g, from, "card.pan", pan, class);
		} else {
			n = (unsigned char)*form < 0xc0   ? 1
			    : (unsigned char)*form < 0xe0 ? 2
							  : 3;
			memcpy(one, form, n);
			one[n] = '\0';
			if (*form == '~')
				one[0] = sep;
			gen_text(g, one);
			form += n - 1;
		}
	}
}

static void
put_line(struct gen *g, const char *form, char sep, const char *class)
{
	char pan[GEN_PAN];

	pan_usual(g, gen_below(g, 5), pan);
	put_form(g, form, sep, pan, pan, class);
}

/* Every scheme and length behind a label, far from one another. */
static void
file_labels(struct gen *g, size_t gap)
{
	char pan[GEN_PAN];
	size_t i, k, n = 0;

	for (i = 0; i < NSCHEMES; i++)
		for (k = 0; schemes[i].len[k] != 0; k++) {
			pan_make(g, &schemes[i], schemes[i].len[k], pan);
			put_form(g, labels[n++ % NLABELS], '\0', pan, pan,
			    "context");
			gen_text(g, "\n");
			gen_fill(g, gap);
		}
}

/* Every scheme and length with nothing around it. */
static void
file_lone(struct gen *g, size_t step)
{
	char pan[GEN_PAN];
	size_t i, k, n = 0;

	for (i = 0; i < NSCHEMES; i++)
		for (k = 0; schemes[i].len[k] != 0; k++) {
			if (n++ % step != 0)
				continue;
			gen_fill(g, ALONE);
			pan_make(g, &schemes[i], schemes[i].len[k], pan);
			put_form(g, "%", '\0', pan, pan, "lone");
			gen_text(g, "\n");
		}
}

/* Every separator in every grouping, labelled and lone. */
static void
file_groups(struct gen *g)
{
	static const struct {
		const char *sizes;
		size_t scheme, len;
	} groupings[] = {
		{ "4444", 0, 16 }, { "465", 3, 15 }, { "464", 6, 14 },
		{ "44443", 10, 19 }, { "69", 14, 19 }, /* 6-13 */
	};
	char pan[GEN_PAN], shown[SHOWN];
	size_t i, k;

	for (i = 0; i < sizeof groupings / sizeof groupings[0]; i++)
		for (k = 0; k < NGROUPERS; k++) {
			pan_single(g, &schemes[groupings[i].scheme],
			    groupings[i].len, pan);
			pan_group(pan, groupings[i].sizes, groupers[k], shown);
			put_form(g, labels[k], '\0', pan, shown, "context");
			gen_fill(g, APART);
			pan_single(g, &schemes[groupings[i].scheme],
			    groupings[i].len, pan);
			pan_group(pan, groupings[i].sizes, groupers[k], shown);
			gen_fill(g, ALONE);
			put_form(g, "\n%\n", '\0', pan, shown, "lone");
			gen_fill(g, ALONE);
		}
}

/* Carding lines, one by one, then lists of them. */
static void
file_lines(struct gen *g)
{
	size_t i, k, n;

	for (i = 0; i < sizeof seps; i++)
		for (k = 0; k < sizeof lines / sizeof lines[0]; k++) {
			put_line(g, lines[k], seps[i], "context");
			gen_fill(g, APART);
		}
	for (i = 0; i < sizeof seps; i++) {
		for (n = 0; n < LIST; n++)
			put_line(g, lines[i % 4], seps[i], "list");
		gen_fill(g, ALONE);
	}
}

static void
file_forms(struct gen *g)
{
	char pan[GEN_PAN];
	size_t i, k;

	for (i = 0; i < NFORMS; i++)
		for (k = 0; k < 3; k++) {
			pan_usual(g, i + k, pan);
			put_form(g, forms[i], '\0', pan, pan, "context");
			if (k != 0)
				gen_fill(g, APART);
		}
}

/* Bare lists: nothing but numbers, one a line or in a row. */
static void
file_lists(struct gen *g)
{
	static const struct {
		const char *sizes, *sep, *end;
	} kinds[] = {
		{ "4", "", "\n" },
		{ "4444", " ", "\r\n" },
		{ "4444", "-", "\n" },
		{ "4", "", "," },
		{ "4", "", " " },
		{ "4", "", "\t" },
	};
	char pan[GEN_PAN], shown[SHOWN];
	size_t i, n;

	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		for (n = 0; n < LIST; n++) {
			pan_make(g, &schemes[n % 3], 16, pan);
			pan_group(pan, kinds[i].sizes, kinds[i].sep, shown);
			put_form(g, "%", '\0', pan, shown, "list");
			gen_text(g, kinds[i].end);
		}
		gen_text(g, "\n");
		gen_fill(g, ALONE);
	}
}

/* The longitudinal check character of a track (ISO/IEC 7811-2): the exclusive
 * or of its symbols, sentinels included. */
static char
track_lrc(const char *text, char base)
{
	unsigned int x = 0;

	for (; *text != '\0'; text++)
		x ^= (unsigned int)(*text - base);
	return (char)(base + (int)x);
}

enum track_form { TRACK_BARE, TRACK_SENTINELS, TRACK_LRC };

/* Write one track of a card, and tell of it. */
static void
put_track(struct gen *g, int track, enum track_form form, const char *pan,
    const char *tail)
{
	char inner[128], text[160], lrc[2] = { 0, 0 };
	uint64_t from = g->off;

	if (track == 1)
		snprintf(inner, sizeof inner, "B%s^%s^%s", pan,
		    holders[gen_below(g, 6)], tail);
	else
		snprintf(inner, sizeof inner, "%s=%s", pan, tail);
	snprintf(text, sizeof text, "%c%s?", track == 1 ? '%' : ';', inner);
	lrc[0] = track_lrc(text, track == 1 ? ' ' : '0');
	gen_text(g, form == TRACK_BARE ? inner : text);
	if (form == TRACK_LRC)
		gen_text(g, lrc);
	gen_tell(g, from, track == 1 ? "card.track1" : "card.track2", inner,
	    "track");
}

/* Expiry, service code and discretionary data. */
static void
track_tail(struct gen *g, size_t disc, char out[64])
{
	char digits[32];

	gen_digits(g, digits, disc);
	snprintf(out, 64, "%02u%02u%s%s", 26 + gen_below(g, 6),
	    1 + gen_below(g, 12), services[gen_below(g, 7)], digits);
}

static void
put_tracks(struct gen *g, int which, enum track_form form, size_t k)
{
	char pan[GEN_PAN], tail[64];

	pan_usual(g, k, pan);
	track_tail(g, 8, tail);
	if ((which & 1) != 0)
		put_track(g, 1, form, pan, tail);
	if ((which & 2) != 0)
		put_track(g, 2, form, pan, tail);
	gen_text(g, "\n");
}

static void
file_tracks(struct gen *g)
{
	int which;
	size_t k;

	for (which = 1; which <= 3; which++)
		for (k = 0; k < 12; k++) {
			put_tracks(g, which,
			    k % 2 == 0 ? TRACK_SENTINELS : TRACK_LRC, k);
			gen_fill(g, k < 6 ? APART : 0);
		}
	gen_fill(g, ALONE);
	for (k = 0; k < LIST; k++)
		put_tracks(g, 2, TRACK_BARE, k);
	for (k = 0; k < 6; k++) {
		gen_fill(g, ALONE);
		put_tracks(g, 1 + (int)(k % 2), TRACK_BARE, k);
	}
}

/* A value at the first byte of the file and one at its last. */
static void
file_edges(struct gen *g)
{
	char pan[GEN_PAN];

	put_line(g, lines[0], '|', "context");
	gen_fill(g, FAR);
	pan_usual(g, 1, pan);
	put_form(g, "Card number: %", '\0', pan, pan, "context");
}

/* Labelled values in all encodings amid random bytes, at even and odd places.
 */
static void
file_noise(struct gen *g)
{
	char pan[GEN_PAN];
	size_t i, k;

	for (i = 0; i < 18; i++) {
		g->enc = (enum gen_enc)(i % 3);
		for (k = 0; k < 900 + i / 3; k++)
			gen_byte(g, (int)gen_below(g, 256));
		for (k = 0; k < 4; k++)
			gen_byte(g, 0x80);
		pan_usual(g, i, pan);
		put_form(g,
		    i % 2 == 0 ? "Card number: %" : "% exp 09/28 cvv 417", '\0',
		    pan, pan, "context");
		for (k = 0; k < 4; k++)
			gen_byte(g, 0x80);
	}
	for (k = 0; k < 9000; k++)
		gen_byte(g, (int)gen_below(g, 256));
}

/* Small enough to lie inside a file record or an inode. */
static void
file_note(struct gen *g)
{
	char pan[GEN_PAN];

	pan_usual(g, 0, pan);
	put_form(g, "cc % exp 09/28\n", '\0', pan, pan, "context");
}

/* Numbers published for testing: kept, and tagged as such. */
static void
file_known(struct gen *g)
{
	static const char *const known[] = { "4111111111111111",
		"5555555555554444", "378282246310005", "6011111111111117",
		"30569309025904", "3530111333300000" };
	size_t i;

	for (i = 0; i < sizeof known / sizeof known[0]; i++) {
		put_form(g, "Card number: % exp 09/28 cvv 417\n", '\0',
		    known[i], known[i], "test");
		gen_fill(g, ALONE);
	}
}

/* One file: fill behind it keeps it from being its neighbour's context. */
static void
write_file(struct gen *g, const char *stem, enum gen_enc enc, unsigned int odd,
    void (*body)(struct gen *g))
{
	char name[64];

	snprintf(name, sizeof name, "%s-%s%s.txt", stem, gen_enc_name[enc],
	    odd != 0 ? "-odd" : "");
	gen_open(g, name, enc, odd);
	body(g);
	if (body != file_edges && body != file_note)
		gen_fill(g, FAR);
	gen_close(g);
}

static void
labels_far(struct gen *g)
{
	file_labels(g, ALONE);
}

static void
labels_near(struct gen *g)
{
	file_labels(g, APART);
}

static void
lone_all(struct gen *g)
{
	file_lone(g, 1);
}

static void
lone_some(struct gen *g)
{
	file_lone(g, 7);
}

static int
gen_files(struct gen *g)
{
	static const struct {
		const char *stem;
		void (*body)(struct gen *g);
		bool once; /* in ASCII alone */
	} files[] = {
		{ "labels", labels_near, false },
		{ "old-far", labels_far, true },
		{ "lone", lone_all, true },
		{ "old-lone", lone_some, false },
		{ "groups", file_groups, true },
		{ "forms", file_forms, false },
		{ "old-forms", file_forms, true },
		{ "lines", file_lines, false },
		{ "lists", file_lists, false },
		{ "old-lists", file_lists, false },
		{ "tracks", file_tracks, false },
		{ "old-tracks", file_tracks, false },
		{ "edges", file_edges, false },
		{ "note", file_note, false },
		{ "noise", file_noise, true },
		{ "known", file_known, true },
	};
	unsigned int enc;
	size_t i;

	for (i = 0; i < sizeof files / sizeof files[0]; i++)
		for (enc = 0; enc < (files[i].once ? 1 : GEN_ENCS); enc++)
			write_file(g, files[i].stem, (enum gen_enc)enc, 0,
			    files[i].body);
	for (enc = GEN_UTF16LE; enc <= GEN_UTF16BE; enc++) {
		write_file(g, "groups", (enum gen_enc)enc, 1, file_groups);
		write_file(g, "lists", (enum gen_enc)enc, 1, file_lists);
		write_file(g, "labels", (enum gen_enc)enc, 1, labels_near);
	}
	return gen_finish(g);
}

/* What lies across an edge. */
enum piece { PIECE_PAN, PIECE_GROUPED, PIECE_TRACK1, PIECE_TRACK2, PIECE_LIST };

static void
put_piece(struct gen *g, enum piece piece, size_t k)
{
	char pan[GEN_PAN], shown[SHOWN];
	size_t i;

	/* Zeros around UTF-16 would leave open which order it is in. */
	gen_text(g, g->enc == GEN_ASCII ? "\n" : "\xef\xbb\xbf\n");
	pan_make(g, &schemes[k % 3], 16, pan);
	switch (piece) {
	case PIECE_PAN:
		put_form(g, "Card: % exp 09/28 cvv 417\n", '\0', pan, pan,
		    "context");
		break;
	case PIECE_GROUPED:
		pan_group(pan, "4444", k % 2 == 0 ? " " : "-", shown);
		put_form(g, "Card: % exp 09/28 cvv 417\n", '\0', pan, shown,
		    "context");
		break;
	case PIECE_TRACK1:
		put_tracks(g, 1, TRACK_LRC, k);
		break;
	case PIECE_TRACK2:
		put_tracks(g, 2, TRACK_LRC, k);
		break;
	case PIECE_LIST:
		for (i = 0; i < 2 * (size_t)LIST; i++) {
			pan_make(g, &schemes[i % 3], 16, pan);
			put_form(g, "%\n", '\0', pan, pan, "list");
		}
		break;
	}
}

/* Pieces for block boundaries: each begins so many bytes before one. */
static const struct {
	enum piece piece;
	enum gen_enc enc;
	int from, to, step; /* bytes of its first value before the boundary */
} sweeps[] = {
	{ PIECE_PAN, GEN_ASCII, -1, 16, 1 },
	{ PIECE_PAN, GEN_UTF16LE, -1, 32, 3 },
	{ PIECE_PAN, GEN_UTF16BE, 0, 32, 3 },
	{ PIECE_GROUPED, GEN_ASCII, 1, 19, 3 },
	{ PIECE_TRACK2, GEN_ASCII, -1, 35, 4 },
	{ PIECE_TRACK2, GEN_UTF16LE, 1, 70, 23 },
	{ PIECE_TRACK1, GEN_ASCII, 1, 57, 8 },
	{ PIECE_TRACK1, GEN_UTF16BE, 1, 110, 37 },
	{ PIECE_LIST, GEN_ASCII, 50, 650, 200 },
	{ PIECE_LIST, GEN_UTF16LE, 51, 1300, 417 },
};

static int
gen_pieces(struct gen *g)
{
	char name[64], path[GEN_PATH], pan[GEN_PAN];
	FILE *place;
	unsigned int n = 0;
	size_t i;
	int k;

	snprintf(path, sizeof path, "%s.place", g->dir);
	if ((place = fopen(path, "w")) == NULL)
		gen_die("create", path);
	gen_open(g, "first", GEN_ASCII, 0);
	put_line(g, lines[0], '|', "context");
	gen_close(g);
	gen_open(g, "last", GEN_ASCII, 0);
	pan_usual(g, 0, pan);
	put_form(g, "Card number: %", '\0', pan, pan, "context");
	gen_close(g);
	fprintf(place, "first\tfirst\nlast\tlast\n");
	for (i = 0; i < sizeof sweeps / sizeof sweeps[0]; i++)
		for (k = sweeps[i].from; k <= sweeps[i].to;
		     k += sweeps[i].step) {
			snprintf(name, sizeof name, "p%03u", n++);
			gen_open(g, name, sweeps[i].enc, 0);
			put_piece(g, sweeps[i].piece, n);
			gen_close(g);
			fprintf(place, "%s\t%d\n", name, k);
		}
	if (fclose(place) != 0)
		gen_die("write", path);
	return gen_finish(g);
}

int
main(int argc, char *argv[])
{
	bool pieces = argc == 4 && strcmp(argv[1], "-p") == 0;
	struct gen g;

	if (argc != 3 && !pieces) {
		fprintf(stderr, "usage: fxgen [-p] SEED DIR\n");
		return 2;
	}
	gen_start(&g, argv[argc - 2], argv[argc - 1]);
	return pieces ? gen_pieces(&g) : gen_files(&g);
}
