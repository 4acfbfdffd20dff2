/* signer.c - the signatures of a head: by keys in files, by commands */
#include <string.h>

#include "command.h"
#include "forensic/signer.h"
#include "forensic/vkey.h"

struct fx_signer
fx_signer_of(const struct fx_key *key)
{
	struct fx_signer by = { .key = key };

	fx_key_pub(key, &by.pub);
	return by;
}

/* Put the name of a command before the words of err; returns -1. */
static int
of(struct fx_err *err, const char *command)
{
	struct fx_err old = *err;

	fx_fail(err, old.code, 0, "the signer '%.60s': %s", command, old.msg);
	err->sys = old.sys;
	return -1;
}

/* Are these n bytes signature lines, and nothing else? */
static bool
are_lines(const char *text, size_t n)
{
	struct fx_note_sig sig;
	const char *end;

	if (n == 0)
		return false;
	while (n > 0) {
		if ((end = memchr(text, '\n', n)) == NULL ||
		    fx_note_sig_parse(&sig, text, (size_t)(end - text)) == -1)
			return false;
		n -= (size_t)(end + 1 - text);
		text = end + 1;
	}
	return true;
}

static int
add_command(struct fx_buf *out, const struct fx_buf *text, const char *command,
    unsigned int patience, struct fx_err *err)
{
	struct fx_buf lines = { .max = FX_NOTE_LEN };
	int rc = -1;

	if (command_ask(&lines, command, text,
		patience > 0 ? patience : FX_SIGNER_SECONDS, err) == -1) {
		of(err, command);
	} else if (!are_lines(fx_buf_text(&lines), lines.len)) {
		fx_fail(err, FX_EFORMAT, 0,
		    "what it printed is no line of a signature");
		of(err, command);
	} else {
		fx_buf_put(out, lines.p, lines.len);
		rc = fx_buf_check(out, err);
	}
	fx_buf_done(&lines);
	return rc;
}

static int
add_all(struct fx_buf *out, const struct fx_checkpoint *head,
    const struct fx_signer *by, const struct fx_buf *text, struct fx_err *err)
{
	size_t i;

	if (by->key != NULL &&
	    fx_vkey_sign(out, head, FX_VKEY_ED25519, head->origin, by->key, 0,
		err) == -1)
		return -1;
	for (i = 0; i < by->ncommands; i++)
		if (add_command(out, text, by->commands[i], by->patience,
			err) == -1)
			return -1;
	for (i = 0; i < by->nothers; i++) {
		if (strcmp(by->others[i].name, head->origin) == 0)
			return fx_fail(err, FX_EARG, 0,
			    "the log's own name is no other signer's");
		if (fx_vkey_sign(out, head, FX_VKEY_ED25519, by->others[i].name,
			by->others[i].key, 0, err) == -1)
			return -1;
	}
	return 0;
}

/* Is it a note that a verifier will take? */
static int
check(const char *text, size_t n, const struct fx_signer *by,
    struct fx_err *err)
{
	struct fx_note note;

	if (fx_note_parse(&note, text, n, err) == -1)
		return -1;
	if (fx_note_verify(&note, text, &by->pub) == 0)
		return 0;
	return fx_fail(err, FX_EFORMAT, 0,
	    "no good signature of the key in force came: is it the signer's, "
	    "and the log's name that of the line?");
}

int
fx_signer_note(struct fx_buf *out, const struct fx_checkpoint *head,
    const struct fx_signer *by, struct fx_err *err)
{
	struct fx_buf text = { 0 };
	size_t from = out->len;
	int rc = -1;

	if (!fx_origin_ok(head->origin))
		return fx_fail(err, FX_EARG, 0, "not an origin");
	fx_checkpoint_text(&text, head);
	fx_buf_printf(out, "%s\n", fx_buf_text(&text));
	if (fx_buf_check(&text, err) == 0 && fx_buf_check(out, err) == 0 &&
	    add_all(out, head, by, &text, err) == 0)
		rc = check(out->p + from, out->len - from, by, err);
	fx_buf_done(&text);
	return rc;
}
