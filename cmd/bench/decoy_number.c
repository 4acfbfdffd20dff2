/* decoy_number.c - numbers of other things: devices, times, books, dumps */
#include <stdio.h>
#include <string.h>

#include "decoy.h"
#include "sums.h"

static void
put_form(struct rnd *r, struct fx_buf *out, const char *form)
{
	char text[128];

	rnd_form(r, form, text, sizeof(text));
	fx_buf_str(out, text);
}

/* n digits that begin so, of which the last is right by Luhn. */
static void
put_luhn(struct rnd *r, struct fx_buf *out, const char *prefix, size_t n)
{
	char text[64];

	rnd_digits(r, text, n - 1);
	memcpy(text, prefix, strlen(prefix));
	text[n - 1] = sums_luhn(text, n - 1);
	text[n] = '\0';
	fx_buf_str(out, text);
}

/* 3GPP TS 23.003, 6.2.1: fifteen digits, the last by Luhn. */
void
decoy_imei(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	static const char *const bodies[] = { "35", "86", "01", "99" };

	fx_buf_str(out, i % 2 == 0 ? "IMEI: " : "device ");
	put_luhn(r, out, RND_OF(r, bodies), 15);
}

/* ITU-T E.118: 89, country, issuer, account, a Luhn digit. */
void
decoy_iccid(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	fx_buf_str(out, i % 2 == 0 ? "ICCID " : "sim,");
	put_luhn(r, out, i % 3 == 0 ? "8933" : "8949", i % 2 == 0 ? 19 : 20);
}

void
decoy_times(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	unsigned int t = 1763769558u + i;

	fx_buf_printf(out, "[%u%06u] %u%03u %u%09u", t, rnd_below(r, 1000000),
	    t, rnd_below(r, 1000), t, rnd_below(r, 1000000000));
}

void
decoy_stamps(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	fx_buf_printf(out,
	    "backup-2026%02u%02u%02u%02u%02u.tar 2026%02u%02u%06u", 1 + i % 12,
	    1 + rnd_below(r, 28), rnd_below(r, 24), rnd_below(r, 60),
	    rnd_below(r, 60), 1 + i % 12, 1 + rnd_below(r, 28),
	    rnd_below(r, 240000));
}

void
decoy_uuid(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	put_form(r, out,
	    i % 2 == 0 ? RND_GUID_FORM
		       : "00000000-0000-4000-8000-000000000000");
}

void
decoy_floats(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	put_form(r, out,
	    i % 3 == 0       ? "x = 0.4000000000000000"
		: i % 3 == 1 ? "-12.500000000000000, 0.0000000000000000"
			     : "4000000000000000e-05");
}

void
decoy_hashes(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	char text[80];

	rnd_chars(r, "0123456789abcdef", text, i % 2 == 0 ? 40 : 64);
	fx_buf_printf(out, "%s  file%u.bin", text, i);
}

/* Hexadecimal that holds a long run of digits. */
void
decoy_hex_digits(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	(void)i;
	put_form(r, out, "hhhhhhe4000000000000000ahhhhhhhhhhhhhhhh");
}

void
decoy_isbn(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	char text[16];

	rnd_digits(r, text, 12);
	memcpy(text, "978", 3);
	text[12] = sums_gs1(text);
	text[13] = '\0';
	fx_buf_printf(out, "%s%s", i % 2 == 0 ? "ISBN " : "EAN ", text);
}

void
decoy_phones(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	static const char *const forms[] = { "+49 151 0000 0000",
		"+1 (555) 010-0000 x000", "tel 0044 20 0000 0000",
		"+33 6 00 00 00 00", "phone: +4915112345000" };

	put_form(r, out, forms[i % 5]);
}

/* Seventeen characters, as ISO 3779 has them. */
void
decoy_vin(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	char text[24];

	rnd_chars(r, "0123456789ABCDEFGHJKLMNPRSTUVWXYZ", text, 17);
	fx_buf_printf(out, "%s%s", i % 2 == 0 ? "VIN " : "", text);
}

void
decoy_versions(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	fx_buf_printf(out, "libfoo-%u.%u.%u.%u build 20%02u%02u%02u.%06u",
	    rnd_below(r, 20), rnd_below(r, 100), rnd_below(r, 5000),
	    rnd_below(r, 10000), 20 + i % 7, 1 + i % 12, 1 + i % 28,
	    rnd_below(r, 1000000));
}

void
decoy_coordinates(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	(void)i;
	put_form(r, out,
	    "<path d=\"M000.0000 000.0000L000.0000,000.0000z\"/> "
	    "52.0000000000000,13.0000000000000");
}

void
decoy_hexdump(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	unsigned int k;

	fx_buf_printf(out, "%08x ", i * 16);
	for (k = 0; k < 16; k++)
		fx_buf_printf(out, " %02x", rnd_below(r, 256));
	fx_buf_str(out, "  |................|");
}

void
decoy_urls(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	fx_buf_printf(out, "http://www.example/photo.php?n=%u&", i);
	put_form(r, out, "fbid=1000000000000000&set=a.000000000000000");
}

void
decoy_columns(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	unsigned int k;

	for (k = 0; k < 4 + i % 4; k++)
		fx_buf_printf(out, "%u ", 1000 + rnd_below(r, 9000));
}

void
decoy_parcels(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	fx_buf_str(out, i % 2 == 0 ? "tracking number: " : "order ");
	put_form(r, out,
	    i % 2 == 0 ? "00340000000000000000" : "000-0000000-0000000");
}

/* A till's journal: the card is masked, the number of the deal is not. */
void
decoy_journal(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	fx_buf_printf(out, "2026-03-%02u 10:%02u card ************%04u txn ",
	    1 + i % 28, i % 60, rnd_below(r, 10000));
	put_form(r, out, "0000000000000000 approved");
}

void
decoy_base64_text(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	char text[80];

	(void)i;
	rnd_chars(r,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	    text, 76);
	fx_buf_str(out, text);
}

/* Numbers of persons elsewhere, as forms and lists have them. */
void
decoy_national(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	static const char *const forms[] = { "CPF 000.000.000-00",
		"RUT 00.000.000-0", "Aadhaar 0000 0000 0000", "SIN 000 000 000",
		"TFN 000 000 000", "DNI 00.000.000", "CURP AAAA000000HAAAAA00",
		"My Number 0000 0000 0000" };

	put_form(r, out, forms[i % 8]);
}

/* And of companies: tax and register numbers. */
void
decoy_organizations(struct rnd *r, unsigned int i, struct fx_buf *out)
{
	static const char *const forms[] = { "VAT DE000000000",
		"SIREN 000 000 000", "CNPJ 00.000.000/0001-00", "HRB 000000 B",
		"EIN 00-0000000", "ABN 00 000 000 000",
		"LEI 529900XXXXXXXXXXXX00", "GLN 4000000000000" };

	put_form(r, out, forms[i % 8]);
}
