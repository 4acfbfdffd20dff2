/* make.c - a plan for the images of a manifest or a folder */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "custodians.h"
#include "files.h"
#include "folder.h"
#include "forensic/bytes.h"
#include "forensic/image.h"
#include "forensic/note.h"
#include "forensic/statement.h"
#include "make.h"
#include "manifest.h"
#include "place.h"
#include "small.h"
#include "stated.h"
#include "tree.h"

bool
make_asked(const struct make *m)
{
	return m->id != NULL || m->agency != NULL || m->examiner != NULL ||
	    m->legal != NULL ||
	    (m->custodian != NULL && *m->custodian != NULL) || m->no_vault ||
	    m->split != 0 || m->words > 0 || m->files > 0;
}

static bool
has_word(const struct make *m, const char *word)
{
	size_t i;

	for (i = 0; i < m->words; i++)
		if (strcmp(m->word[i], word) == 0)
			return true;
	return false;
}

static bool
has_file(const struct make *m, const char *option)
{
	size_t i;

	for (i = 0; i < m->files; i++)
		if (strcmp(m->option[i], option) == 0)
			return true;
	return false;
}

/* What is always needed, and what may be stated. */
static void
check(const struct make *m)
{
	const struct {
		const char *name, *text;
		bool need, log;
	} texts[] = {
		{ "--agency", m->agency, true, true },
		{ "--examiner", m->examiner, true, false },
		{ "--case", m->id, true, true },
		{ "--legal", m->legal, false, false },
	};
	struct fx_masker *masker = NULL;
	static const char *const parts[] = { "--files", "--volume" };
	struct fx_err err;
	size_t i;

	for (i = 0; i < FX_LEN(texts); i++) {
		if (texts[i].text == NULL && !texts[i].need)
			continue;
		if (texts[i].text == NULL)
			cli_die(CLI_USAGE, "%s is missing: a plan needs it",
			    texts[i].name);
		if (fx_statement_check(texts[i].text, strlen(texts[i].text),
			&err) == -1)
			cli_die(CLI_USAGE, "%s %s", texts[i].name, err.msg);
		if (texts[i].log && !fx_origin_ok(texts[i].text))
			cli_die(CLI_USAGE,
			    "%s names a log: no white space and no + may be "
			    "in it",
			    texts[i].name);
		if (texts[i].log &&
		    stated_holds(texts[i].name + 2, texts[i].text, &masker))
			cli_die(CLI_USAGE,
			    "%s holds what looks like a value: a log is called "
			    "after it, and it can't be masked",
			    texts[i].name);
	}
	fx_masker_free(masker);
	if (has_word(m, "--stopped") && !has_file(m, "--stop"))
		cli_die(CLI_USAGE, "--stopped needs a list, --stop");
	if (has_word(m, "--skip-known") && !has_file(m, "--known"))
		cli_die(CLI_USAGE, "--skip-known needs a list, --known");
	for (i = 0; i < FX_LEN(parts); i++)
		if (has_word(m, parts[i]) && has_word(m, "--raw"))
			cli_die(CLI_USAGE,
			    "%s needs file systems, --raw has none", parts[i]);
		else if (has_word(m, parts[i]) && m->split != 0)
			cli_die(CLI_USAGE,
			    "%s: what is scanned in part has no digest by "
			    "which ranges are known to be of one image: not "
			    "with --split",
			    parts[i]);
	if (m->no_vault && m->custodian != NULL && *m->custodian != NULL)
		cli_die(CLI_USAGE,
		    "--custodian and --no-vault exclude one another");
}

/* The rows of the manifest, or -1 when that is said. */
static int
read_manifest(const struct make *m, struct manifest *rows)
{
	struct fx_buf text = { 0 };
	struct fx_err err;
	int rc;

	if (tree_is(m->manifest))
		return folder_read(rows, m->manifest);
	if (strcmp(m->manifest, "-") == 0)
		small_read(&text, stdin, "standard input", MANIFEST_LEN);
	else
		small_file(&text, m->manifest, MANIFEST_LEN);
	rc = manifest_read(rows, fx_buf_text(&text), text.len, &err);
	if (rc == -1)
		cli_error(m->manifest, &err);
	fx_buf_done(&text);
	return rc;
}

/* A path of the manifest from the root; NULL: it cannot be had. */
static char *
absolute(const struct make *m, const char *path)
{
	char *dir, *slash, *whole = NULL, *all;

	if (path[0] == '/')
		return strdup(path);
	if (strcmp(m->manifest, "-") == 0)
		dir = realpath(".", NULL);
	else
		dir = realpath(m->manifest, NULL);
	if (dir != NULL && !tree_is(m->manifest) &&
	    strcmp(m->manifest, "-") != 0 &&
	    (slash = strrchr(dir, '/')) != NULL)
		*slash = '\0';
	if (dir != NULL) {
		all = place_path(dir, "%s", path);
		whole = all;
	}
	free(dir);
	return whole;
}

/* Open an image to learn its size. Returns 0, or -1 and err. */
static int
measure(struct plan_image *i, uint64_t split, struct fx_err *err)
{
	const struct fx_image_info *info;
	struct fx_image *img;
	struct stat st;
	int rc = 0;

	/* Opening it would wait for whoever writes to it. */
	if (stat(i->path, &st) == 0 && S_ISFIFO(st.st_mode))
		return fx_fail(err, FX_EARG, 0,
		    "a stream can be read once alone");
	if ((img = fx_image_open(i->path, 0, err)) == NULL)
		return -1;
	info = fx_image_info(img);
	i->size = info->size;
	if ((i->format = strdup(info->format)) == NULL)
		rc = fx_fail(err, FX_ENOMEM, 0, "out of memory");
	else if (info->stream)
		rc = fx_fail(err, FX_EARG, 0,
		    "a stream can be read once alone");
	else if (split != 0 && i->size > split &&
	    (stat(i->path, &st) == -1 || !S_ISREG(st.st_mode)))
		rc = fx_fail(err, FX_EARG, 0,
		    "it is no file: that it is written to between its ranges "
		    "could not be seen; scan it whole, without --split");
	fx_image_close(img);
	return rc;
}

/* Nothing in it looks like a value, which no name of a log may hold. */
static int
check_name(const char *what, const char *name, struct fx_masker **masker,
    struct fx_err *err)
{
	if (name[0] == '\0' || !stated_holds(what, name, masker))
		return 0;
	return fx_fail(err, FX_EARG, 0,
	    "the %s holds what looks like a value: a log is called after it, "
	    "and it can't be masked",
	    what);
}

static int
add_row(struct plan *p, const struct make *m, const struct manifest_row *r,
    const char *dir, struct fx_masker **masker)
{
	struct plan_image i = { .exhibit = r->exhibit,
		.id = r->id[0] != '\0' ? r->id : p->head.id,
		.notes = r->notes };
	char *there = place_path(dir, "%s.evd", r->exhibit);
	struct fx_err err;
	int rc = -1;

	if ((i.path = absolute(m, r->path)) == NULL)
		fx_fail_sys(&err, 0, "%s", r->path);
	else if (access(there, F_OK) == 0)
		fx_fail(&err, FX_EARG, 0, "%s is there already", there);
	else if (check_name("exhibit", r->exhibit, masker, &err) == 0 &&
	    check_name("case", r->id, masker, &err) == 0 &&
	    measure(&i, m->split, &err) == 0)
		rc = plan_add(p, &i, &err);
	if (rc == -1)
		cli_warn("%s: line %" PRIu64 ": %s: %s", m->manifest, r->line,
		    r->path, err.msg);
	free(there);
	free(i.path);
	free(i.format);
	return rc;
}

/* Every image that cannot be opened is told, before any work begins. */
static int
add_rows(struct plan *p, const struct make *m, const struct manifest *rows,
    const char *dir)
{
	struct fx_masker *masker = NULL;
	size_t i, bad = 0;

	for (i = 0; i < rows->n; i++)
		bad += add_row(p, m, &rows->row[i], dir, &masker) == -1;
	fx_masker_free(masker);
	if (bad == 0)
		return 0;
	cli_warn("no plan: %zu of %zu images cannot be had", bad, rows->n);
	return -1;
}

/* The identity beside the key. */
static int
own_custodian(const char *key, struct fx_age_recipient to[FX_CUSTODIANS],
    size_t *n, struct fx_err *err)
{
	struct fx_buf path = { 0 };
	bool made = false;
	int rc;

	custodians_path(&path, key);
	rc = fx_buf_check(&path, err);
	if (rc == 0)
		rc = custodians_own(path.p, to, n, &made, err);
	if (rc == 0 && made)
		cli_warn("%s opens the values of these cases: move it to "
			 "whoever may see them, away from here",
		    path.p);
	fx_buf_done(&path);
	return rc;
}

/* Whom values are sealed to, as the plan has them. */
static int
put_custodians(struct plan_head *h, const struct make *m,
    const struct plan_head *old, struct fx_err *err)
{
	struct fx_age_recipient to[FX_CUSTODIANS];
	char text[FX_AGE_RECIPIENT_LEN + 1];
	const char *const *c;
	size_t n = 0, i;

	if (m->no_vault)
		return 0;
	for (c = m->custodian; c != NULL && *c != NULL; c++)
		n = custodians_add(to, n, *c);
	/* An identity that was made then may be in safe hands by now. */
	for (i = 0; n == 0 && old != NULL && i < old->custodians; i++)
		if (plan_word(h->custodian, &h->custodians, old->custodian[i],
			err) == -1)
			return -1;
	if (h->custodians > 0)
		return 0;
	if (n == 0 && m->key == NULL)
		cli_die(CLI_USAGE,
		    "whom are values sealed to? --custodian, --no-vault, or "
		    "--key, beside which an identity is made");
	if (n == 0 && own_custodian(m->key, to, &n, err) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		fx_age_recipient_text(&to[i], text);
		if (plan_word(h->custodian, &h->custodians, text, err) == -1)
			return -1;
	}
	return 0;
}

static int
put_head(struct plan_head *h, const struct make *m, const struct manifest *rows,
    const struct plan_head *old, struct fx_err *err)
{
	uint8_t sum[FX_SHA256_LEN];
	size_t i;

	h->version = strdup(cli_version);
	h->build = strdup(cli_build);
	h->id = strdup(m->id);
	h->agency = strdup(m->agency);
	h->examiner = strdup(m->examiner);
	h->legal = strdup(m->legal != NULL ? m->legal : "");
	h->split = m->split;
	if (h->version == NULL || h->build == NULL || h->id == NULL ||
	    h->agency == NULL || h->examiner == NULL || h->legal == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	if (manifest_digest(rows, sum) == -1)
		return fx_fail(err, FX_EIO, 0, "libcrypto");
	fx_hex(h->manifest, sum, sizeof(sum));
	for (i = 0; i < m->words; i++)
		if (plan_word(h->word, &h->words, m->word[i], err) == -1)
			return -1;
	for (i = 0; i < m->files; i++)
		if (files_add(h, m->option[i], m->file[i], err) == -1)
			return -1;
	return put_custodians(h, m, old, err);
}

/* Write the plan, unless another one was faster. */
static int
freeze(struct plan *p, const char *dir, struct fx_err *err)
{
	struct fx_buf text = { 0 };
	char *units = place_path(dir, "units");
	int rc = place_folder(units, err);

	if (rc == 0)
		rc = plan_text(p, &text, err);
	if (rc == 0)
		rc = place_publish(dir, "plan", text.p, text.len, err);
	if (rc == 0)
		rc = fx_fail(err, FX_EIO, 0, "%s/plan: is there already", dir);
	free(units);
	fx_buf_done(&text);
	return rc == 1 ? 0 : -1;
}

/* The head of a plan alone, as text. */
static int
head_text(const struct plan *p, struct fx_buf *out, struct fx_err *err)
{
	struct plan empty = { .head = p->head };

	return plan_text(&empty, out, err);
}

/* A plan is there: was it made of what is asked for? */
static int
compare(const struct plan *mine, const struct plan *old, const char *dir,
    struct fx_err *err)
{
	struct fx_buf a = { 0 }, b = { 0 };
	int rc = head_text(mine, &a, err);

	if (rc == 0)
		rc = head_text(old, &b, err);
	if (rc == 0 && (a.len != b.len || memcmp(a.p, b.p, a.len) != 0))
		rc = fx_fail(err, FX_EARG, 0,
		    "%s/plan: was made from another manifest, with other "
		    "options or by another build; without a manifest it is "
		    "gone on with",
		    dir);
	fx_buf_done(&a);
	fx_buf_done(&b);
	return rc;
}

/*
 * The same rows may name other images, when the manifest lies in another folder
 * than that which the plan was made of.
 */
static int
compare_paths(const struct make *m, const struct manifest *rows,
    const struct plan *old, const char *dir, struct fx_err *err)
{
	char *path;
	size_t i;
	int rc = 0;

	for (i = 0; i < rows->n && i < old->images && rc == 0; i++) {
		path = absolute(m, rows->row[i].path);
		if (path == NULL)
			rc = fx_fail_sys(err, 0, "%s", rows->row[i].path);
		else if (strcmp(path, old->image[i].path) != 0)
			rc = fx_fail(err, FX_EARG, 0,
			    "%s/plan: was made of %s, not of %s; without a "
			    "manifest it is gone on with",
			    dir, old->image[i].path, path);
		free(path);
	}
	return rc;
}

/* Read the plan that is there, if one is: *found. Returns 0, or -1 and err. */
static int
read_old(struct plan *old, const char *dir, bool *found, struct fx_err *err)
{
	char *path = place_path(dir, "plan");
	struct fx_buf text = { 0 };
	struct fx_err why;
	int rc = 0;

	*found = access(path, F_OK) == 0;
	if (*found)
		rc = place_read(&text, path, PLAN_LEN, err);
	if (*found && rc == 0 &&
	    plan_read(old, fx_buf_text(&text), text.len, &why) == -1)
		rc = fx_fail(err, why.code, 0, "%s: %s", path, why.msg);
	fx_buf_done(&text);
	free(path);
	return rc;
}

/* Make it of those rows, or see that it is made. Returns 0; -1: said. */
static int
make_of(const struct make *m, const struct manifest *rows, const char *dir)
{
	struct plan p = { 0 }, old = { 0 };
	struct fx_err err = { 0 };
	bool found = false;
	int rc = place_folder(dir, &err);

	if (rc == 0)
		rc = read_old(&old, dir, &found, &err);
	if (rc == 0)
		rc = put_head(&p.head, m, rows, found ? &old.head : NULL, &err);
	if (rc == 0 && found)
		rc = compare(&p, &old, dir, &err);
	if (rc == 0 && found)
		rc = compare_paths(m, rows, &old, dir, &err);
	else if (rc == 0 && add_rows(&p, m, rows, dir) == 0)
		rc = freeze(&p, dir, &err);
	else if (rc == 0)
		rc = -2; /* each of them was told */
	if (rc == -1)
		cli_error(NULL, &err);
	plan_done(&p);
	plan_done(&old);
	return rc == 0 ? 0 : -1;
}

int
make_plan(const struct make *m, const char *dir)
{
	struct manifest rows = { 0 };
	int rc;

	check(m);
	rc = read_manifest(m, &rows);
	if (rc == 0)
		rc = make_of(m, &rows, dir);
	manifest_done(&rows);
	return rc == 0 ? CLI_OK : CLI_FAIL;
}
