/* id_mod11.c - persons' numbers whose weighted sum is taken modulo 11 */
#include "person.h"

#include <string.h>

#include "forensic/bytes.h"

static enum fx_answer
check_at_vnr(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " ", 10);
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	if (s[0] == '0')
		return FX_BAD_FORMAT;
	return fx_holds(
	    ID_SUM(s, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11 == s[3] - '0');
}

const struct fx_scheme fx_scheme_id_at_vnr = {
	.name = "id:at.vnr",
	.about = "Austria: insurance number",
	.standard = "Austrian ASVG, 31; Hauptverband, check digit of the VSNR",
	.tenths = 35,
	.check = check_at_vnr,
};

static enum fx_answer
check_gb_nhs(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -", 10);
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	return fx_holds(ID_SUM(s, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 11 == 0);
}

const struct fx_scheme fx_scheme_id_gb_nhs = {
	.name = "id:gb.nhs",
	.about = "United Kingdom: NHS number",
	.standard = "NHS Data Dictionary, NHS number",
	.tenths = 35,
	.check = check_gb_nhs,
};

static enum fx_answer
check_gb_utr(const char *text, size_t n, struct fx_checked *out)
{
	static const char check[] = "21987654321";
	enum fx_answer got;
	const char *s = out->value;

	while (n > 0 && (*text == ' ' || *text == 'K' || *text == 'k')) {
		text++;
		n--;
	}
	if ((got = id_take(out, text, n, " ", 10)) != FX_VALID)
		return got;
	return fx_holds(
	    check[ID_SUM(s + 1, 6, 7, 8, 9, 10, 5, 4, 3, 2) % 11] == s[0]);
}

const struct fx_scheme fx_scheme_id_gb_utr = {
	.name = "id:gb.utr",
	.about = "United Kingdom: unique taxpayer reference",
	.standard = "HMRC, UTR check character",
	.tenths = 33,
	.check = check_gb_utr,
};

static enum fx_answer
check_gr_vat(const char *text, size_t n, struct fx_checked *out)
{
	static const uint8_t weights[] = { 256 % 11, 128 % 11, 64 % 11, 32, 16,
		8, 4, 2 };
	enum fx_answer got;
	char *s = out->value;

	id_skip(&text, &n, "EL");
	got = fx_take_digits(out, text, n, " -./:", 8, 9);
	if (got != FX_VALID)
		return got;
	if (out->n == 8) { /* as they were before 2002 */
		memmove(s + 1, s, out->n + 1);
		s[0] = '0';
		out->n++;
	}
	return fx_holds(fx_weighted(s, 8, weights, 8) % 11 % 10 == s[8] - '0');
}

const struct fx_scheme fx_scheme_id_gr_vat = {
	.name = "id:gr.vat",
	.about = "Greece: tax number, AFM",
	.standard = "Greek General Secretariat of Public Revenue, AFM",
	.tenths = 33,
	.check = check_gr_vat,
};

static enum fx_answer
check_hu_adoazonosito(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " -", 10);
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	if (s[0] != '8')
		return FX_BAD_COMPONENT;
	return fx_holds(
	    ID_SUM(s, 1, 2, 3, 4, 5, 6, 7, 8, 9) % 11 == s[9] - '0');
}

const struct fx_scheme fx_scheme_id_hu_adoazonosito = {
	.name = "id:hu.adoazonosito",
	.about = "Hungary: tax number of a person",
	.standard = "Act XX of 1996, annex",
	.tenths = 33,
	.check = check_hu_adoazonosito,
};

static enum fx_answer
check_nl_bsn(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = fx_take_digits(out, text, n, " -.", 8, 9);
	char *s = out->value;

	if (got != FX_VALID)
		return got;
	if (out->n == 8) {
		memmove(s + 1, s, out->n + 1);
		s[0] = '0';
		out->n++;
	}
	if (id_same(s, 9, '0'))
		return FX_BAD_FORMAT;
	return fx_holds(ID_SUM(s, 9, 8, 7, 6, 5, 4, 3, 2, 10) % 11 == 0);
}

const struct fx_scheme fx_scheme_id_nl_bsn = {
	.name = "id:nl.bsn",
	.about = "Netherlands: citizen service number",
	.standard = "Besluit BSN; Logius, 11-proef",
	.tenths = 35,
	.check = check_nl_bsn,
};

static enum fx_answer
check_pl_nip(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got;
	const char *s = out->value;

	id_skip(&text, &n, "PL");
	got = id_take(out, text, n, " -", 10);
	if (got != FX_VALID)
		return got;
	return fx_holds(
	    ID_SUM(s, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == s[9] - '0');
}

const struct fx_scheme fx_scheme_id_pl_nip = {
	.name = "id:pl.nip",
	.about = "Poland: tax number",
	.standard = "Act on the registration of taxpayers, 1995",
	.tenths = 35,
	.check = check_pl_nip,
};

static enum fx_answer
check_pt_nif(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got;
	const char *s = out->value;

	id_skip(&text, &n, "PT");
	got = id_take(out, text, n, " -.", 9);
	if (got != FX_VALID)
		return got;
	if (s[0] == '0')
		return FX_BAD_FORMAT;
	return fx_holds(
	    (11 - ID_SUM(s, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11 % 10 ==
	    s[8] - '0');
}

const struct fx_scheme fx_scheme_id_pt_nif = {
	.name = "id:pt.nif",
	.about = "Portugal: tax number",
	.standard = "Decreto-Lei 14/2013, NIF",
	.tenths = 35,
	.check = check_pt_nif,
};

static enum fx_answer
check_si_ddv(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got;
	const char *s = out->value;
	int check;

	id_skip(&text, &n, "SI");
	got = id_take(out, text, n, " -", 8);
	if (got != FX_VALID)
		return got;
	if (s[0] == '0')
		return FX_BAD_FORMAT;
	check = 11 - ID_SUM(s, 8, 7, 6, 5, 4, 3, 2) % 11;
	return fx_holds((check == 10 ? 0 : check) == s[7] - '0');
}

const struct fx_scheme fx_scheme_id_si_ddv = {
	.name = "id:si.ddv",
	.about = "Slovenia: tax number",
	.standard = "Zakon o davcni sluzbi, ZDS-1",
	.tenths = 36,
	.check = check_si_ddv,
};

static enum fx_answer
check_ua_rntrc(const char *text, size_t n, struct fx_checked *out)
{
	enum fx_answer got = id_take(out, text, n, " ", 10);
	const char *s = out->value;

	if (got != FX_VALID)
		return got;
	/* the first weight is -1, which is 10 */
	return fx_holds(
	    ID_SUM(s, 10, 5, 7, 9, 4, 6, 10, 5, 7) % 11 % 10 == s[9] - '0');
}

const struct fx_scheme fx_scheme_id_ua_rntrc = {
	.name = "id:ua.rntrc",
	.about = "Ukraine: taxpayer number",
	.standard = "Tax Code of Ukraine, 70",
	.tenths = 33,
	.check = check_ua_rntrc,
};
