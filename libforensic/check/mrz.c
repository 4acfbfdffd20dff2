/* mrz.c - read a machine readable zone and look at every field of it */
#include <string.h>

#include "forensic/bytes.h"
#include "forensic/check.h"
#include "mrz_layout.h"
#include "person.h"

const struct mrz_layout mrz_layouts[FX_MRZ_KINDS] = {
	[FX_MRZ_TD1] = { "td1", 3, 30, .state = { 2, 3 }, .number = { 5, 9 },
	    .number_check = 14, .optional = { 15, 15 }, .birth = { 30, 6 },
	    .birth_check = 36, .sex = { 37, 1 }, .expiry = { 38, 6 },
	    .expiry_check = 44, .nationality = { 45, 3 }, .more = { 48, 11 },
	    .composite = 59,
	    .over = { { 5, 25 }, { 30, 7 }, { 38, 7 }, { 48, 11 } },
	    .names = { 60, 30 }, .grows = true },
	[FX_MRZ_TD2] = { "td2", 2, 36, .state = { 2, 3 }, .names = { 5, 31 },
	    .number = { 36, 9 }, .number_check = 45, .nationality = { 46, 3 },
	    .birth = { 49, 6 }, .birth_check = 55, .sex = { 56, 1 },
	    .expiry = { 57, 6 }, .expiry_check = 63, .optional = { 64, 7 },
	    .composite = 71, .over = { { 36, 10 }, { 49, 7 }, { 57, 14 } },
	    .grows = true },
	[FX_MRZ_TD3] = { "td3", 2, 44, .state = { 2, 3 }, .names = { 5, 39 },
	    .number = { 44, 9 }, .number_check = 53, .nationality = { 54, 3 },
	    .birth = { 57, 6 }, .birth_check = 63, .sex = { 64, 1 },
	    .expiry = { 65, 6 }, .expiry_check = 71, .optional = { 72, 14 },
	    .optional_check = 86, .composite = 87,
	    .over = { { 44, 10 }, { 57, 7 }, { 65, 22 } } },
	[FX_MRZ_MRVA] = { "mrv-a", 2, 44, .state = { 2, 3 }, .names = { 5, 39 },
	    .number = { 44, 9 }, .number_check = 53, .nationality = { 54, 3 },
	    .birth = { 57, 6 }, .birth_check = 63, .sex = { 64, 1 },
	    .expiry = { 65, 6 }, .expiry_check = 71, .optional = { 72, 16 } },
	[FX_MRZ_MRVB] = { "mrv-b", 2, 36, .state = { 2, 3 }, .names = { 5, 31 },
	    .number = { 36, 9 }, .number_check = 45, .nationality = { 46, 3 },
	    .birth = { 49, 6 }, .birth_check = 55, .sex = { 56, 1 },
	    .expiry = { 57, 6 }, .expiry_check = 63, .optional = { 64, 8 } },
	[FX_MRZ_FRA] = { "fra", 2, 36, .state = { 2, 3 }, .names = { 5, 25 },
	    .optional = { 30, 6 }, .number = { 36, 12 }, .number_check = 48,
	    .given = { 49, 14 }, .birth = { 63, 6 }, .birth_check = 69,
	    .sex = { 70, 1 }, .composite = 71, .over = { { 0, 71 } } },
};

/*
 * Codes of part 3, section 5: ISO 3166-1 alpha-3, then Germany's, the British
 * ones, those of organizations, of persons without a state, of states that were
 * (documents outlive them), and Utopia's, whose documents are specimens.
 */
static const char states[] =
    "ABWAFGAGOAIAALAALBANDAREARGARMASMATAATFATGAUSAUTAZEBDIBELBENBESBFABGDBGR"
    "BHRBHSBIHBLMBLRBLZBMUBOLBRABRBBRNBTNBVTBWACAFCANCCKCHECHLCHNCIVCMRCODCOG"
    "COKCOLCOMCPVCRICUBCUWCXRCYMCYPCZEDEUDJIDMADNKDOMDZAECUEGYERIESHESPESTETH"
    "FINFJIFLKFRAFROFSMGABGBRGEOGGYGHAGIBGINGLPGMBGNBGNQGRCGRDGRLGTMGUFGUMGUY"
    "HKGHMDHNDHRVHTIHUNIDNIMNINDIOTIRLIRNIRQISLISRITAJAMJEYJORJPNKAZKENKGZKHM"
    "KIRKNAKORKWTLAOLBNLBRLBYLCALIELKALSOLTULUXLVAMACMAFMARMCOMDAMDGMDVMEXMHL"
    "MKDMLIMLTMMRMNEMNGMNPMOZMRTMSRMTQMUSMWIMYSMYTNAMNCLNERNFKNGANICNIUNLDNOR"
    "NPLNRUNZLOMNPAKPANPCNPERPHLPLWPNGPOLPRIPRKPRTPRYPSEPYFQATREUROURUSRWASAU"
    "SDNSENSGPSGSSHNSJMSLBSLESLVSMRSOMSPMSRBSSDSTPSURSVKSVNSWESWZSXMSYCSYRTCA"
    "TCDTGOTHATJKTKLTKMTLSTONTTOTUNTURTUVTWNTZAUGAUKRUMIURYUSAUZBVATVCTVENVGB"
    "VIRVNMVUTWLFWSMYEMZAFZMBZWE"
    "D<<EUEGBDGBNGBOGBPGBSRKSUNAUNKUNOUTOXAAXBAXCCXCEXCOXDCXECXESXIMXMPXOMXPO"
    "XXAXXBXXCXXXCSKNTZROMSCGSUNTMPYUGZAR";

static bool
is_state(const char *s)
{
	size_t i;

	for (i = 0; states[i] != '\0'; i += 3)
		if (memcmp(states + i, s, 3) == 0)
			return true;
	return false;
}

/* Part 3, clause 4.9: weights 7, 3, 1; a filler counts as 0. */
static int
sum(const char *s, size_t n)
{
	static const uint8_t weights[] = { 7, 3, 1 };

	return fx_weighted(s, n, weights, FX_LEN(weights)) % 10;
}

/* Does the digit c hold for a sum?  '<' stands for 0 where a field is empty. */
static bool
holds(int total, char c, bool empty)
{
	return c == '<' ? empty : c == (char)('0' + total);
}

static bool
is_empty(const char *s, size_t n)
{
	while (n > 0 && s[n - 1] == '<')
		n--;
	return n == 0;
}

/* One more check digit: note whether it holds. */
static void
note(struct fx_mrz *m, bool good, enum fx_mrz_fault fault)
{
	m->checks++;
	if (!good)
		m->faults |= (unsigned int)fault;
}

static void
check_span(struct fx_mrz *m, struct mrz_span s, uint8_t digit, bool may_empty,
    enum fx_mrz_fault fault)
{
	const char *p = m->text + s.at;

	if (digit != 0)
		note(m,
		    holds(sum(p, s.n), m->text[digit],
			may_empty && is_empty(p, s.n)),
		    fault);
}

/*
 * A number of more than nine characters: a filler stands for its check digit,
 * and the rest of it, then the digit, begin the optional field (part 5, clause
 * 4.2.2, note j).  Returns how many characters of that field are the number's.
 */
static size_t
long_rest(const struct fx_mrz *m)
{
	const struct mrz_layout *l = &mrz_layouts[m->kind];
	const char *p = m->text + l->optional.at;
	size_t n = 0;

	if (!l->grows || m->text[l->number_check] != '<')
		return 0;
	while (n < l->optional.n && p[n] != '<')
		n++;
	return n >= 2 ? n - 1 : 0;
}

/* Whether the filler takes a weight, the standard does not say: Belgian and
 * Portuguese cards are met of either kind. */
static bool
long_holds(const struct fx_mrz *m, size_t rest, bool filler)
{
	const struct mrz_layout *l = &mrz_layouts[m->kind];
	char number[FX_MRZ_MOST];
	size_t n = l->number.n + (filler ? 1U : 0U); /* it is behind it */

	memcpy(number, m->text + l->number.at, n);
	memcpy(number + n, m->text + l->optional.at, rest);
	return holds(sum(number, n + rest), m->text[l->optional.at + rest],
	    false);
}

static void
check_number(struct fx_mrz *m)
{
	const struct mrz_layout *l = &mrz_layouts[m->kind];
	size_t rest = long_rest(m);

	if (rest == 0)
		check_span(m, l->number, l->number_check, false, FX_MRZ_NUMBER);
	else
		note(m, long_holds(m, rest, false) || long_holds(m, rest, true),
		    FX_MRZ_NUMBER);
}

static void
check_composite(struct fx_mrz *m)
{
	const struct mrz_layout *l = &mrz_layouts[m->kind];
	char all[FX_MRZ_MOST];
	size_t i, n = 0;

	if (l->composite == 0)
		return;
	for (i = 0; i < FX_LEN(l->over); n += l->over[i++].n)
		memcpy(all + n, m->text + l->over[i].at, l->over[i].n);
	note(m, holds(sum(all, n), m->text[l->composite], false),
	    FX_MRZ_COMPOSITE);
}

/* Two digits; what is not known, two fillers, is taken for `unknown`. */
static int
pair(const char *p, int unknown)
{
	return p[0] == '<' && p[1] == '<' ? unknown
					  : (int)fx_digits_number(p, 2);
}

static bool
is_date(const char *p)
{
	int year = pair(p, 0);

	return year >= 0 && id_date(NULL, year, pair(p + 2, 1), pair(p + 4, 1));
}

static void
blame(struct fx_mrz *m, bool good, enum fx_mrz_fault fault)
{
	if (!good)
		m->faults |= (unsigned int)fault;
}

void
mrz_look(struct fx_mrz *m)
{
	const struct mrz_layout *l = &mrz_layouts[m->kind];
	char sex = m->text[l->sex.at];

	m->faults = m->checks = 0;
	check_number(m);
	check_span(m, l->birth, l->birth_check, true, FX_MRZ_BIRTH);
	check_span(m, l->expiry, l->expiry_check, true, FX_MRZ_EXPIRY);
	check_span(m, l->optional, l->optional_check, true, FX_MRZ_OPTIONAL);
	check_composite(m);
	blame(m, is_date(m->text + l->birth.at), FX_MRZ_BIRTH_DATE);
	blame(m, l->expiry.n == 0 || is_date(m->text + l->expiry.at),
	    FX_MRZ_EXPIRY_DATE);
	blame(m, sex == 'M' || sex == 'F' || sex == '<', FX_MRZ_SEX);
	blame(m, l->nationality.n == 0 || is_state(m->text + l->nationality.at),
	    FX_MRZ_NATIONALITY);
	if (m->lower)
		return;
	blame(m, m->text[0] >= 'A' && m->text[0] <= 'Z', FX_MRZ_TYPE);
	blame(m, is_state(m->text + l->state.at), FX_MRZ_STATE);
	blame(m, m->text[l->names.at] != '<', FX_MRZ_NAMES);
}

static bool
take(struct fx_mrz *m, size_t at, const char *text, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (text[i] != '<' && fx_check_value(text[i]) == -1)
			return false;
	memcpy(m->text + at, text, n);
	m->n = at + n;
	m->text[m->n] = '\0';
	return true;
}

static enum fx_mrz_kind
kind_of(const char *text, size_t n)
{
	if (n == 90)
		return FX_MRZ_TD1;
	if (text[0] == 'V')
		return n == 88 ? FX_MRZ_MRVA : FX_MRZ_MRVB;
	if (n == 88)
		return FX_MRZ_TD3;
	return memcmp(text, "IDFRA", 5) == 0 ? FX_MRZ_FRA : FX_MRZ_TD2;
}

bool
fx_mrz_read(struct fx_mrz *m, const char *text, size_t n)
{
	*m = (struct fx_mrz){ .n = 0 };
	if ((n != 72 && n != 88 && n != 90) || !take(m, 0, text, n))
		return false;
	m->kind = kind_of(text, n);
	mrz_look(m);
	return true;
}

bool
fx_mrz_read_lower(struct fx_mrz *m, const char *line, size_t n)
{
	*m = (struct fx_mrz){ .lower = true };
	if (n != 36 && n != 44)
		return false;
	memset(m->text, '<', n);
	if (!take(m, n, line, n))
		return false;
	m->kind = n == 44 ? FX_MRZ_TD3 : FX_MRZ_TD2;
	mrz_look(m);
	if ((m->faults & FX_MRZ_COMPOSITE) == 0)
		return true;
	m->kind = n == 44 ? FX_MRZ_MRVA : FX_MRZ_MRVB;
	mrz_look(m);
	return true;
}

unsigned int
fx_mrz_hold(const struct fx_mrz *m)
{
	return m->checks -
	    (unsigned int)__builtin_popcount(m->faults & FX_MRZ_CHECKS);
}

size_t
fx_mrz_lines(enum fx_mrz_kind kind)
{
	return mrz_layouts[kind].lines;
}

size_t
fx_mrz_width(enum fx_mrz_kind kind)
{
	return mrz_layouts[kind].width;
}

const char *
fx_mrz_kind_name(enum fx_mrz_kind kind)
{
	return mrz_layouts[kind].name;
}

const char *
fx_mrz_fault_name(enum fx_mrz_fault fault)
{
	static const char *const names[FX_MRZ_FAULTS] = { "number", "birth",
		"expiry", "optional", "composite", "birth-date", "expiry-date",
		"sex", "state", "nationality", "names", "type" };

	return names[__builtin_ctz((unsigned int)fault)];
}
