/*
 * fxage.c - age files by our code, for comparison with age(1)
 *
 *	fxage seal RECIPIENT ... <plain >sealed
 *	fxage open IDENTITIES <sealed >plain
 */
#include <err.h>
#include <string.h>
#include <unistd.h>

#include "forensic/age.h"

static void
slurp(struct fx_buf *in)
{
	static char piece[1 << 16];
	ssize_t n;

	while ((n = read(STDIN_FILENO, piece, sizeof(piece))) > 0)
		fx_buf_put(in, piece, (size_t)n);
	if (n == -1)
		err(4, "standard input");
}

int
main(int argc, char *argv[])
{
	struct fx_age_recipient to[FX_AGE_RECIPIENTS];
	struct fx_buf in = { 0 }, out = { 0 };
	struct fx_age_identities ids;
	struct fx_err e;
	size_t n = 0;
	int rc = -1;

	if (argc < 3 || argc - 2 > FX_AGE_RECIPIENTS)
		return 2;
	slurp(&in);
	if (strcmp(argv[1], "seal") == 0) {
		for (; n < (size_t)argc - 2; n++)
			if (fx_age_recipient_parse(&to[n], argv[n + 2],
				strlen(argv[n + 2]), &e) == -1)
				errx(4, "%s", e.msg);
		rc = fx_age_seal(&out, to, n, fx_buf_text(&in), in.len, &e);
	} else if (fx_age_identity_load(&ids, argv[2], &e) == 0) {
		rc = fx_age_open(&out, &ids, fx_buf_text(&in), in.len, &e);
	}
	if (rc == -1)
		errx(4, "%s", e.msg);
	if (write(STDOUT_FILENO, fx_buf_text(&out), out.len) !=
	    (ssize_t)out.len)
		err(4, "standard output");
	fx_buf_done(&in);
	fx_buf_done(&out);
	return 0;
}
