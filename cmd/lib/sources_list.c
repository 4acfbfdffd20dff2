/* sources_list.c - the files of folders, as a scan takes them */
#include <stdlib.h>

#include "cli.h"
#include "sources.h"
#include "tree.h"

const struct fx_verify_images *const sources_look = &fx_verify_images;

struct folder {
	struct sources *out;
	struct tree tree;
};

/* A file of a folder; others of its set are part of it. */
static int
folder_file(const char *path, void *arg)
{
	struct folder *f = arg;
	struct fx_image *img;
	struct fx_err err;

	if ((img = fx_image_open(path, 0, &err)) == NULL) {
		cli_error(path, &err);
		return 0;
	}
	tree_taken(&f->tree, img);
	fx_image_close(img);
	sources_add(f->out, path);
	return 0;
}

void
sources_list(struct sources *s)
{
	struct sources out = { 0 };
	struct folder f = { .out = &out, .tree.file = folder_file };
	size_t i, before;

	f.tree.arg = &f;
	for (i = 0; i < s->n; i++) {
		before = out.n;
		if (tree_is(s->files[i]))
			tree_walk(&f.tree, s->files[i]);
		if (f.tree.failed > 0)
			exit(CLI_FAIL);
		if (out.n == before)
			sources_add(&out, s->files[i]);
	}
	sources_drop(s);
	*s = out;
}
