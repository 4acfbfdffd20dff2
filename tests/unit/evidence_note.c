/* evidence_note.c - signed heads: published examples, and what is refused */
#include <stdlib.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/note.h"
#include "tap.h"

#define DASH "\xe2\x80\x94 "
#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
#define SIG                                                                 \
	"Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1" \
	"gGzGku9nTo+zyWE+xeMcTOAYQ8="

/* The example of c2sp.org/tlog-checkpoint. */
static const char example[] = "example.com/behind-the-sofa\n20852163\n" ROOT
			      "\n\n" DASH "example.com/behind-the-sofa " SIG
			      "\n";

/* A note that is as long as its text says, so that ASan sees one byte over. */
static int
parse(struct fx_note *note, const char *text, size_t n, struct fx_err *err)
{
	char *copy = malloc(n > 0 ? n : 1);
	int rc;

	memcpy(copy, text, n);
	rc = fx_note_parse(note, copy, n, err);
	free(copy);
	return rc;
}

static void
published(void)
{
	static const uint8_t id[4] = { 0x03, 0x3d, 0xe0, 0xae };
	struct fx_note note;
	struct fx_buf out = { 0 };
	struct fx_err err;

	ok(parse(&note, example, strlen(example), &err) == 0, "C2SP's example");
	is_str(note.head.origin, "example.com/behind-the-sofa", "its origin");
	is_int(note.head.size, 20852163, "its size");
	is_int(note.nsigs, 1, "its signature");
	is_str(note.sigs[0].name, "example.com/behind-the-sofa", "the name");
	ok(note.sigs[0].ed25519, "the length of an Ed25519 signature");
	ok(memcmp(note.sigs[0].id, id, 4) == 0, "its key id");
	fx_checkpoint_text(&out, &note.head);
	ok(out.len == note.text_len && memcmp(out.p, example, out.len) == 0,
	    "written again: the same text");
	fx_buf_done(&out);
}

/* A signature by a published key over a published text (Go's sumdb/note). */
static void
published_signature(void)
{
	static const char vkey[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbz"
				   "hKqiBfsVkmqq/LDE4izWy10TW";
	static const char text[] =
	    "If you think cryptography is the answer to your problem,\n"
	    "then you don't know what your problem is.\n";
	/* The published base64, less the four bytes of the key id. */
	static const char sighex[] =
	    "f64992e052f541bf49f7dcbc8010c5506d885ba92cbafca40704959227348b86"
	    "52060dd451580b6a5948d5e02afa9fa9d9e0a2da5165be8a13a472c81c099c03";
	uint8_t id[4], sig[FX_SIG_LEN];
	char name[FX_ORIGIN_LEN + 1];
	struct fx_pub pub;
	struct fx_err err;

	ok(fx_vkey_parse(vkey, strlen(vkey), name, &pub, &err) == 0, "key");
	ok(fx_key_id(id, name, &pub) == 0 && id[0] == 0xc7 && id[1] == 0x4f &&
		id[2] == 0x20 && id[3] == 0xa3,
	    "key id");
	fx_unhex(sig, sighex, sizeof(sig));
	ok(fx_pub_verify(&pub, text, strlen(text), sig) == 0, "signature");
}

/*
 * C2SP's example is a head of the Go checksum database under another name: its
 * signature is good over the text with the database's own origin.
 */
static void
published_head(void)
{
	static const char vkey[] = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk"
				   "9SxEdh+s3Ux18htTTAD8OuAn8";
	char name[FX_ORIGIN_LEN + 1];
	struct fx_checkpoint head;
	struct fx_buf text = { 0 };
	struct fx_note note;
	struct fx_pub pub;
	struct fx_err err;

	parse(&note, example, strlen(example), &err);
	head = note.head;
	snprintf(head.origin, sizeof(head.origin), "go.sum database tree");
	fx_checkpoint_text(&text, &head);
	ok(fx_vkey_parse(vkey, strlen(vkey), name, &pub, &err) == 0, "key");
	ok(fx_pub_verify(&pub, text.p, text.len, note.sigs[0].sig) == 0,
	    "a head that the Go checksum database signed");
	ok(fx_note_verify(&note, example, &pub) == -1,
	    "but not under the example's name");
	fx_buf_done(&text);
}

static void
own(void)
{
	struct fx_checkpoint head = { "lab.example/2026-0417/A1", 14, { 1 } };
	struct fx_key *key, *other;
	struct fx_buf out = { 0 }, two = { 0 };
	struct fx_note note;
	struct fx_pub pub, pub2;
	struct fx_err err;
	size_t i, bad = 0;

	key = fx_key_new(&err);
	other = fx_key_new(&err);
	fx_key_pub(key, &pub);
	fx_key_pub(other, &pub2);
	ok(fx_note_sign(&out, &head, key, &err) == 0, "sign");
	ok(parse(&note, out.p, out.len, &err) == 0, "parse");
	ok(memcmp(&note.head, &head, sizeof(head)) == 0, "the same head");
	ok(fx_note_verify(&note, out.p, &pub) == 0, "its key");
	ok(fx_note_verify(&note, out.p, &pub2) == -1, "another key");
	fx_note_sign(&two, &head, other, &err);
	fx_buf_str(&out, strchr(two.p, '-') - 3); /* wrong: not a line */
	ok(parse(&note, out.p, out.len, &err) == -1, "half a line behind it");
	out.len -= strlen(strchr(two.p, '-') - 3);
	fx_buf_str(&out, strstr(two.p, "\n\n") + 2);
	ok(parse(&note, out.p, out.len, &err) == 0 && note.nsigs == 2 &&
		fx_note_verify(&note, out.p, &pub) == 0 &&
		fx_note_verify(&note, out.p, &pub2) == 0,
	    "two signatures");
	for (i = 0; i < note.text_len; i++) {
		out.p[i] ^= 1;
		bad += fx_note_verify(&note, out.p, &pub) == 0;
		out.p[i] ^= 1;
	}
	is_int(bad, 0, "no byte of the text may change");
	note.sigs[1] = note.sigs[0];
	note.sigs[1].sig[5] ^= 1;
	ok(fx_note_verify(&note, out.p, &pub) == -1,
	    "a bad signature by the same key spoils it");
	snprintf(head.origin, sizeof(head.origin), "lab example");
	ok(fx_note_sign(&two, &head, key, &err) == -1 && err.code == FX_EARG,
	    "no origin, no signature");
	fx_buf_done(&out);
	fx_buf_done(&two);
	fx_key_free(key);
	fx_key_free(other);
}

static const struct {
	bool good;
	const char *what, *text;
} forms[] = {
	{ true, "plain", "a\n1\n" ROOT "\n\n" DASH "a " SIG "\n" },
	{ true, "size 0", "a\n0\n" ROOT "\n\n" DASH "a " SIG "\n" },
	{ true, "the largest size",
	    "a\n18446744073709551615\n" ROOT "\n\n" DASH "a " SIG "\n" },
	{ true, "a signature of another kind",
	    "a\n1\n" ROOT "\n\n" DASH "b AAAAAAA=\n" },
	{ false, "nothing", "" },
	{ false, "a size past 2^64",
	    "a\n18446744073709551616\n" ROOT "\n\n" DASH "a " SIG "\n" },
	{ false, "a leading zero", "a\n01\n" ROOT "\n\n" DASH "a " SIG "\n" },
	{ false, "a sign", "a\n+1\n" ROOT "\n\n" DASH "a " SIG "\n" },
	{ false, "a space", "a\n1 \n" ROOT "\n\n" DASH "a " SIG "\n" },
	{ false, "no size", "a\n\n" ROOT "\n\n" DASH "a " SIG "\n" },
	{ false, "no origin", "\n1\n" ROOT "\n\n" DASH "a " SIG "\n" },
	{ false, "an origin with a space",
	    "a b\n1\n" ROOT "\n\n" DASH "a " SIG "\n" },
	{ false, "an extension line",
	    "a\n1\n" ROOT "\nx\n\n" DASH "a " SIG "\n" },
	{ false, "no blank line", "a\n1\n" ROOT "\n" DASH "a " SIG "\n" },
	{ false, "two blank lines", "a\n1\n" ROOT "\n\n\n" DASH "a " SIG "\n" },
	{ false, "no signature", "a\n1\n" ROOT "\n\n" },
	{ false, "no newline at the end", "a\n1\n" ROOT "\n\n" DASH "a " SIG },
	{ false, "CR", "a\r\n1\r\n" ROOT "\r\n\r\n" DASH "a " SIG "\r\n" },
	{ false, "a hyphen for the dash", "a\n1\n" ROOT "\n\n- a " SIG "\n" },
	{ false, "two spaces", "a\n1\n" ROOT "\n\n" DASH "a  " SIG "\n" },
	{ false, "a key name with a plus",
	    "a\n1\n" ROOT "\n\n" DASH "a+b " SIG "\n" },
	{ false, "a key name with a no-break space",
	    "a\n1\n" ROOT "\n\n" DASH "a\xc2\xa0 " SIG "\n" },
	{ false, "a key id alone", "a\n1\n" ROOT "\n\n" DASH "a AAAAAA==\n" },
	{ false, "bits behind the last byte",
	    "a\n1\n" ROOT "\n\n" DASH "a AAAAAAB=\n" },
	{ false, "no padding", "a\n1\n" ROOT "\n\n" DASH "a AAAAAAA\n" },
	{ false, "base64 with a space inside",
	    "a\n1\n" ROOT "\n\n" DASH "a AAAA AAA=\n" },
	{ false, "the URL alphabet", "a\n1\n" ROOT "\n\n" DASH "a AAAA__A=\n" },
	{ false, "a short root", "a\n1\nAAAA\n\n" DASH "a " SIG "\n" },
	{ false, "a root of 33 bytes",
	    "a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n\n" DASH
	    "a " SIG "\n" },
	{ false, "text behind the signatures",
	    "a\n1\n" ROOT "\n\n" DASH "a " SIG "\nmore\n" },
	{ false, "not UTF-8", "a\xff\n1\n" ROOT "\n\n" DASH "a " SIG "\n" },
};

static void
refused(void)
{
	char long_origin[FX_ORIGIN_LEN + 2];
	struct fx_buf many = { 0 };
	struct fx_note note;
	struct fx_err err;
	size_t i, cut = 0;

	for (i = 0; i < FX_LEN(forms); i++)
		ok((parse(&note, forms[i].text, strlen(forms[i].text), &err) ==
		       0) == forms[i].good,
		    "%s: %s", forms[i].what,
		    forms[i].good ? "taken" : "refused");
	for (i = 0; i < strlen(example); i++)
		cut += parse(&note, example, i, &err) == 0;
	is_int(cut, 0, "cut anywhere: refused");
	ok(parse(&note, "a\n1\n" ROOT "\n\n" DASH "a\0b " SIG "\n",
	       strlen("a\n1\n" ROOT "\n\n" DASH "a b " SIG "\n"), &err) == -1,
	    "a NUL in a key name: refused");
	fx_buf_str(&many, "a\n1\n" ROOT "\n\n");
	for (i = 0; i < FX_NOTE_SIGS; i++)
		fx_buf_str(&many, DASH "a " SIG "\n");
	ok(parse(&note, many.p, many.len, &err) == 0, "%d signatures",
	    FX_NOTE_SIGS);
	fx_buf_str(&many, DASH "a " SIG "\n");
	ok(parse(&note, many.p, many.len, &err) == -1, "one more");
	fx_buf_done(&many);
	memset(long_origin, 'a', sizeof(long_origin));
	long_origin[FX_ORIGIN_LEN + 1] = '\0';
	ok(!fx_origin_ok(long_origin), "too long an origin");
	ok(fx_origin_ok(long_origin + 1), "the longest");
	ok(fx_origin_ok("pr\xc3\xbc"
			"fstelle.example/2026-0417"),
	    "letters past ASCII");
}

int
main(void)
{
	published();
	published_signature();
	published_head();
	own();
	refused();
	return done();
}
