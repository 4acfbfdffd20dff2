/* evidence_tlog_proof.c - proofs as text: one spelling, and what is refused */
#include <stdlib.h>

#include "forensic/bytes.h"
#include "forensic/tlog_proof.h"
#include "tap.h"

#define TITLE "c2sp.org/tlog-proof@v1\n"
#define H1 "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n"
#define H2 "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=\n"
#define HEAD(size)                                                         \
	"log\n" size "\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"  \
	"\xe2\x80\x94 log "                                                \
	"Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q" \
	"1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"

/* A text that is as long as it says, so that ASan sees one byte over. */
static int
parse(struct fx_tlog_proof *p, const char *text, size_t n, struct fx_err *err)
{
	char *copy = malloc(n > 0 ? n : 1);
	int rc;

	memcpy(copy, text, n);
	rc = fx_tlog_proof_parse(p, copy, n, err);
	free(copy);
	return rc;
}

static const struct {
	const char *what, *text, *why; /* why NULL: it is one */
} cases[] = {
	{ "a leaf of three", TITLE "index 1\n" H1 H2 "\n" HEAD("3"), NULL },
	{ "the only leaf", TITLE "index 0\n\n" HEAD("1"), NULL },
	{ "nothing", "", "first line" },
	{ "another version", "c2sp.org/tlog-proof@v2\nindex 0\n\n" HEAD("1"),
	    "first line" },
	{ "CRLF", "c2sp.org/tlog-proof@v1\r\nindex 0\n\n" HEAD("1"),
	    "first line" },
	{ "a title alone", TITLE, "index" },
	{ "extra data", TITLE "extra QUE=\nindex 0\n\n" HEAD("1"), "index" },
	{ "no index", TITLE H1 "\n" HEAD("2"), "index" },
	{ "an empty index", TITLE "index \n\n" HEAD("1"), "index" },
	{ "a leading zero", TITLE "index 00\n\n" HEAD("1"), "index" },
	{ "a sign", TITLE "index +0\n\n" HEAD("1"), "index" },
	{ "a space behind it", TITLE "index 0 \n\n" HEAD("1"), "index" },
	{ "an index past 2^64",
	    TITLE "index 18446744073709551616\n\n" HEAD("1"), "index" },
	{ "an index past the head", TITLE "index 1\n\n" HEAD("1"),
	    "no record of that number" },
	{ "a head of nothing", TITLE "index 0\n\n" HEAD("0"),
	    "no record of that number" },
	{ "too few hashes", TITLE "index 1\n" H1 "\n" HEAD("3"),
	    "number of hashes" },
	{ "too many hashes", TITLE "index 1\n" H1 H2 H1 "\n" HEAD("3"),
	    "number of hashes" },
	{ "none for the last of three", TITLE "index 2\n\n" HEAD("3"),
	    "number of hashes" },
	{ "a short hash", TITLE "index 0\nQUE=\n\n" HEAD("2"), "a hash" },
	{ "a hash without an end", TITLE "index 0\nQUFB", "a hash" },
	{ "a hash in two spellings",
	    TITLE
	    "index 0\nQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUF=\n\n" HEAD(
		"2"),
	    "a hash" },
	{ "no empty line", TITLE "index 0\n" HEAD("1"), "a hash" },
	{ "two empty lines", TITLE "index 0\n\n\n" HEAD("1"), "signed head" },
	{ "no head", TITLE "index 0\n\n", "signed head" },
	{ "something behind", TITLE "index 0\n\n" HEAD("1") "x",
	    "signed head" },
};

static void
check(size_t i)
{
	struct fx_tlog_proof p;
	struct fx_buf out = { 0 };
	struct fx_err err = { 0 };
	size_t n = strlen(cases[i].text);
	int rc = parse(&p, cases[i].text, n, &err);

	if (cases[i].why != NULL) {
		ok(rc == -1 && err.code == FX_EFORMAT &&
			strstr(err.msg, cases[i].why) != NULL,
		    "refused: %s (%s)", cases[i].what, err.msg);
		return;
	}
	if (!ok(rc == 0, "taken: %s", cases[i].what))
		return;
	fx_tlog_proof_text(&out, p.index, p.hashes[0], p.n,
	    cases[i].text + p.note_at);
	ok(out.len == n && memcmp(out.p, cases[i].text, n) == 0,
	    "and written again as it stands");
	fx_buf_done(&out);
}

/* 65 hashes, more than any tree asks for. */
static void
endless(void)
{
	struct fx_buf text = { 0 };
	struct fx_tlog_proof p;
	struct fx_err err;
	size_t i;

	fx_buf_str(&text, TITLE "index 0\n");
	for (i = 0; i <= FX_INCLUSION_MOST; i++)
		fx_buf_str(&text, H1);
	fx_buf_str(&text, "\n" HEAD("1"));
	ok(parse(&p, text.p, text.len, &err) == -1 &&
		strstr(err.msg, "too many hashes") != NULL,
	    "refused: endless hashes");
	fx_buf_reset(&text);
	for (i = 0; i <= FX_TLOG_PROOF_LEN; i++)
		fx_buf_byte(&text, 'A');
	ok(parse(&p, text.p, text.len, &err) == -1 &&
		strstr(err.msg, "too long") != NULL,
	    "refused: endless text");
	fx_buf_done(&text);
}

/* One made from a tree leads to its root, from its leaf alone. */
static void
own(void)
{
	struct fx_checkpoint head = { "lab.example/1/A", 11, { 0 } };
	uint8_t leaf[11][FX_SHA256_LEN];
	const uint64_t index = 7;
	struct fx_inclusions *in;
	struct fx_buf note = { 0 }, text = { 0 };
	struct fx_key *key;
	struct fx_tlog_proof p;
	struct fx_pub pub;
	struct fx_err err;
	const uint8_t *hashes;
	size_t i, n;

	in = fx_inclusions_new(11, &index, 1, &err);
	for (i = 0; i < 11; i++) {
		fx_leaf(leaf[i], &i, sizeof(i));
		fx_inclusions_add(in, leaf[i], &err);
	}
	fx_inclusions_end(in, head.root, &err);
	key = fx_key_new(&err);
	fx_key_pub(key, &pub);
	fx_note_sign(&note, &head, key, &err);
	hashes = fx_inclusions_proof(in, 0, &n);
	fx_tlog_proof_text(&text, index, hashes, n, note.p);
	ok(parse(&p, text.p, text.len, &err) == 0, "one that was made");
	ok(fx_tlog_proof_check(&p, leaf[7]) == 0, "leads to the root");
	ok(fx_tlog_proof_check(&p, leaf[6]) == -1, "but not from another leaf");
	ok(fx_note_verify(&p.note, text.p + p.note_at, &pub) == 0,
	    "which is signed");
	fx_key_free(key);
	fx_inclusions_free(in);
	fx_buf_done(&note);
	fx_buf_done(&text);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++)
		check(i);
	endless();
	own();
	return done();
}
