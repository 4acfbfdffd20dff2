/* evidence_witness.c - cosignatures and requests: their form, and what a
 * witness answers
 */
#include <stdlib.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/witness.h"
#include "tap.h"

#define DASH "\xe2\x80\x94 "
#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
#define NODE "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw="
#define SIG                                                                 \
	"Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1" \
	"gGzGku9nTo+zyWE+xeMcTOAYQ8="
#define HEAD                                                       \
	"example.com/behind-the-sofa\n20852163\n" ROOT "\n\n" DASH \
	"example.com/behind-the-sofa " SIG "\n"

/* The line in the text of c2sp.org/tlog-cosignature. */
static void
published(void)
{
	static const char line[] = DASH
	    "witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtP"
	    "HeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==";
	struct fx_note_sig sig;

	ok(fx_note_sig_parse(&sig, line, strlen(line)) == 0, "C2SP's line");
	ok(sig.cosignature && !sig.ed25519, "has the length of one");
	is_int(fx_be64(sig.sig), 1679315147, "and its time");
	is_int(fx_be32(sig.id), 0x8d66cf3f, "and its key id");
}

static void
keys(void)
{
	struct fx_buf text = { 0 };
	struct fx_vkey vkey, again;
	struct fx_key *key;
	struct fx_pub pub;
	struct fx_err err;
	char name[FX_ORIGIN_LEN + 1];

	key = fx_key_new(&err);
	fx_key_pub(key, &pub);
	ok(fx_vkey_make(&vkey, FX_VKEY_COSIGNATURE, "court.example/w1", &pub,
	       &err) == 0,
	    "the key of a witness");
	ok(fx_vkey_put(&text, &vkey) == 0, "its text");
	ok(fx_vkey_get(&again, text.p, text.len, &err) == 0 &&
		again.type == FX_VKEY_COSIGNATURE &&
		memcmp(&again.pub, &pub, sizeof(pub)) == 0 &&
		memcmp(again.id, vkey.id, sizeof(vkey.id)) == 0,
	    "and back");
	ok(fx_vkey_parse(text.p, text.len, name, &pub, &err) == -1,
	    "it is not that of a log: %s", err.msg);
	ok(fx_vkey_make(&vkey, FX_VKEY_COSIGNATURE, "court example", &pub,
	       &err) == -1,
	    "a name with a space");
	text.p[strlen("court.example/w1+")] ^= 1;
	ok(fx_vkey_get(&again, text.p, text.len, &err) == -1,
	    "a hash that does not fit");
	fx_buf_done(&text);
	fx_key_free(key);
}

static void
cosignatures(void)
{
	const struct fx_checkpoint head = { "lab.example/1/A1", 14, { 1 } };
	struct fx_buf text = { 0 }, line = { 0 };
	struct fx_key *key = NULL;
	struct fx_note_sig sig;
	struct fx_vkey vkey, log;
	struct fx_pub pub;
	struct fx_err err;
	uint64_t time = 0;
	size_t i, good = 0;

	key = fx_key_new(&err);
	fx_key_pub(key, &pub);
	fx_vkey_make(&vkey, FX_VKEY_COSIGNATURE, "w", &pub, &err);
	fx_vkey_make(&log, FX_VKEY_ED25519, "w", &pub, &err);
	fx_checkpoint_text(&text, &head);
	ok(fx_vkey_sign(&line, &head, FX_VKEY_COSIGNATURE, "w", key, 1795345200,
	       &err) == 0,
	    "cosign");
	ok(fx_note_sig_parse(&sig, line.p, line.len - 1) == 0, "one line");
	is_int(fx_vkey_check(&vkey, &sig, text.p, text.len, &time),
	    FX_SIGNED_GOOD, "it is good");
	is_int(time, 1795345200, "its time");
	is_int(fx_vkey_check(&log, &sig, text.p, text.len, NULL), FX_SIGNED_NOT,
	    "the same key as another type has not signed");
	for (i = 0; i < text.len; i++) {
		text.p[i] ^= 1;
		good += fx_vkey_check(&vkey, &sig, text.p, text.len, NULL) !=
		    FX_SIGNED_BAD;
		text.p[i] ^= 1;
	}
	for (i = 0; i < FX_COSIGNATURE_LEN; i++) {
		sig.sig[i] ^= 1;
		good += fx_vkey_check(&vkey, &sig, text.p, text.len, NULL) !=
		    FX_SIGNED_BAD;
		sig.sig[i] ^= 1;
	}
	is_int(good, 0, "no bit of text, time and signature may change");
	ok(fx_vkey_sign(&line, &head, FX_VKEY_COSIGNATURE, "w", key,
	       UINT64_C(1) << 63, &err) == -1,
	    "a time past 2^63");
	fx_buf_done(&text);
	fx_buf_done(&line);
	fx_key_free(key);
}

static const struct {
	bool good;
	const char *what, *text;
} forms[] = {
	{ true, "from nothing", "old 0\n\n" HEAD },
	{ true, "with a proof", "old 20852014\n" NODE "\n" NODE "\n\n" HEAD },
	{ false, "nothing", "" },
	{ false, "no old size", "\n" HEAD },
	{ false, "a zero in front", "old 01\n\n" HEAD },
	{ false, "a sign", "old +1\n\n" HEAD },
	{ false, "no number", "old \n\n" HEAD },
	{ false, "a size past 2^64", "old 18446744073709551616\n\n" HEAD },
	{ false, "two spaces", "old  1\n\n" HEAD },
	{ false, "no empty line", "old 0\n" HEAD },
	{ false, "half a node", "old 1\nAAAA\n\n" HEAD },
	{ false, "a node that is too long", "old 1\n" NODE "A\n\n" HEAD },
	{ false, "bits behind a node",
	    "old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkax=\n\n" HEAD },
	{ false, "no head", "old 1\n" NODE "\n\n" },
	{ false, "it ends in the proof", "old 1\n" NODE },
	{ false, "it ends behind the proof", "old 1\n" NODE "\n" },
};

static void
check_form(size_t i)
{
	size_t n = strlen(forms[i].text);
	char *copy = malloc(n > 0 ? n : 1);
	struct fx_request r;
	struct fx_err err;

	memcpy(copy, forms[i].text, n);
	is_int(fx_request_parse(&r, copy, n, &err), forms[i].good ? 0 : -1,
	    "a request: %s", forms[i].what);
	free(copy);
}

static void
long_proofs(void)
{
	struct fx_buf text = { 0 };
	struct fx_request r;
	struct fx_err err;
	int i;

	fx_buf_str(&text, "old 1\n");
	for (i = 0; i < FX_PROOF_NODES; i++)
		fx_buf_str(&text, NODE "\n");
	fx_buf_str(&text, "\n" HEAD);
	ok(fx_request_parse(&r, text.p, text.len, &err) == 0 &&
		r.n == FX_PROOF_NODES,
	    "the longest proof");
	fx_buf_reset(&text);
	fx_buf_str(&text, "old 1\n");
	for (i = 0; i < FX_PROOF_NODES + 1; i++)
		fx_buf_str(&text, NODE "\n");
	fx_buf_str(&text, "\n" HEAD);
	ok(fx_request_parse(&r, text.p, text.len, &err) == -1,
	    "one node too many");
	fx_buf_done(&text);
}

int
main(void)
{
	size_t i;

	published();
	keys();
	cosignatures();
	for (i = 0; i < FX_LEN(forms); i++)
		check_form(i);
	long_proofs();
	return done();
}
