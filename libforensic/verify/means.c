/*
 * means.c - what a caller gave that the cases of a batch are checked with: each
 * image for the cases that read it, and each vault
 */
#include <sys/stat.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "means.h"

/* As the plans of the batch have it scanned: its content, or as bytes. */
static void
add_sums(struct fxv_means *m, const char *path)
{
	const struct fxv_children *c = &m->v->children;
	const struct fx_verify_images *look = m->v->opt->look;
	struct fxv_sum *s;
	bool raw;

	for (raw = false;; raw = true) {
		s = &m->sums.p[m->sums.n];
		if ((raw ? c->raw : c->content) &&
		    look->sum(m->v, path, raw, s) == 0)
			m->sums.n++;
		if (raw)
			break;
	}
}

static int
begin_images(struct fxv_means *m)
{
	const struct fx_verify_options *opt = m->v->opt;
	size_t i, most = 2 * opt->nimages;

	m->sums.p = calloc(most, sizeof(*m->sums.p));
	m->used = calloc(most, sizeof(*m->used));
	m->image = calloc(most, sizeof(*m->image));
	if (m->sums.p == NULL || m->used == NULL || m->image == NULL)
		return fxv_fail(m->v, FX_ENOMEM, "a list of images");
	for (i = 0; i < opt->nimages && !m->v->failed; i++)
		add_sums(m, opt->images[i]);
	return m->v->failed ? -1 : 0;
}

int
fxv_means_begin(struct fxv_means *m, struct fxv *v)
{
	const struct fx_verify_options *opt = v->opt;

	*m = (struct fxv_means){ .v = v };
	m->looks = fxv_images_of_children(v);
	m->vaults = fxv_vaults_of_children(v);
	if (m->vaults)
		fx_child_folder(&m->vault, "", opt->vault);
	m->folder = m->vault.len;
	return m->looks ? begin_images(m) : 0;
}

bool
fxv_means_digest(const struct fx_child *c)
{
	return fxv_str(c->told, "sha256")[0] != '\0';
}

/* The images that have the digest which the parent case tells. */
static void
give_images(struct fxv_means *m, const struct fx_child *c,
    struct fx_verify_options *opt)
{
	const uint64_t bytes = (uint64_t)fxv_num(c->told, "bytes");
	uint8_t want[FX_SHA256_LEN];
	size_t i;

	opt->images = m->image;
	opt->nimages = 0;
	opt->look = m->v->opt->look;
	if (!fxv_means_digest(c)) {
		m->undigested = true;
		return;
	}
	if (fx_unhex(want, fxv_str(c->told, "sha256"), sizeof(want)) == -1)
		return;
	for (i = 0; i < m->sums.n; i++)
		if (m->sums.p[i].size == bytes &&
		    memcmp(m->sums.p[i].sum, want, sizeof(want)) == 0) {
			m->used[i] = true;
			m->image[opt->nimages++] = m->sums.p[i].path;
		}
}

void
fxv_means_give(struct fxv_means *m, const struct fx_child *c,
    struct fx_verify_options *opt)
{
	const struct fx_verify_options *all = m->v->opt;

	if (m->looks)
		give_images(m, c, opt);
	opt->state = all->state;
	if (!m->vaults)
		return;
	m->vault.len = m->folder;
	fx_vault_path(&m->vault, c->file);
	if (m->vault.failed) {
		fxv_fail(m->v, FX_ENOMEM, "a name");
		return;
	}
	opt->vault = m->vault.p;
	opt->identities = all->identities;
	opt->fp = all->fp;
}

/* Had one of the digests of that path a case? */
static bool
was_used(const struct fxv_means *m, size_t i)
{
	size_t k;

	for (k = 0; k < m->sums.n; k++)
		if (m->used[k] &&
		    strcmp(m->sums.p[k].path, m->sums.p[i].path) == 0)
			return true;
	return false;
}

/* An image that no case is known to be of. */
static void
say_unused(const struct fxv_means *m, const struct fxv_sum *s)
{
	const struct fx_verify_children *all = &m->v->out->children;
	char hex[2 * FX_SHA256_LEN + 1];

	fx_hex(hex, s->sum, sizeof(s->sum));
	if (m->undigested)
		fxv_say(m->v, FXV_IMAGE, FX_NOT_PROVEN, -1,
		    "no digest in the batch tells whether %s was examined: "
		    "check its case by itself",
		    s->path);
	else if (all->failed + all->untold > 0)
		fxv_say(m->v, FXV_IMAGE, FX_NOT_PROVEN, -1,
		    "no case of the batch examined %s: it may be of an image "
		    "that failed, of which there is no digest",
		    s->path);
	else if (all->grown > 0)
		fxv_say(m->v, FXV_IMAGE, FX_NOT_PROVEN, -1,
		    "the batch did not examine %s; a case that has grown since "
		    "may have: check it by itself",
		    s->path);
	else
		fxv_say(m->v, FXV_IMAGE, FX_CANNOT_CHECK, -1,
		    "%s is not an image that a case of the batch examined "
		    "(%" PRIu64 " bytes, SHA-256 %s)",
		    s->path, s->size, hex);
}

void
fxv_means_end(struct fxv_means *m)
{
	size_t i;

	for (i = 0; i < m->sums.n && !m->v->failed; i++)
		if (!was_used(m, i))
			say_unused(m, &m->sums.p[i]);
	free(m->sums.p);
	free(m->used);
	free(m->image);
	fx_buf_done(&m->vault);
}

bool
fxv_images_of_children(const struct fxv *v)
{
	return v->opt->descend && v->children.nplans > 0 && v->nruns == 0 &&
	    v->opt->nimages > 0 && v->opt->look != NULL;
}

bool
fxv_vaults_of_children(const struct fxv *v)
{
	struct stat st;

	return v->opt->descend && v->children.nplans > 0 && v->nruns == 0 &&
	    v->opt->vault != NULL && stat(v->opt->vault, &st) == 0 &&
	    S_ISDIR(st.st_mode);
}

bool
fxv_vaults_gone(struct fxv *v)
{
	struct stat st;
	struct fx_err err;

	if (v->children.nplans == 0 || stat(v->opt->vault, &st) == 0)
		return false;
	fx_fail_sys(&err, 0, "the vault %s cannot be read", v->opt->vault);
	fxv_say(v, FXV_VAULT, FX_CANNOT_CHECK, -1, "%s", err.msg);
	return true;
}
