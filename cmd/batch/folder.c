/* folder.c - a folder of images in place of a manifest */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "folder.h"
#include "forensic/image.h"
#include "tree.h"

struct walk {
	struct manifest *m;
	struct tree tree;
	const char *root;
	bool failed;
};

/* The name of a file without its ending, as an exhibit may be called. */
static void
exhibit_of(char out[MANIFEST_EXHIBIT + 1], const char *name)
{
	const char *dot = strrchr(name, '.');
	const size_t n = dot != NULL && dot != name ? (size_t)(dot - name)
						    : strlen(name);
	size_t i, len = 0;

	for (i = 0; i < n && len < MANIFEST_EXHIBIT; i++) {
		const unsigned char c = (unsigned char)name[i];
		const bool letter = (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    c >= 0x80;

		if (letter || (len > 0 && strchr("._-", c) != NULL))
			out[len++] = name[i];
		else if (len > 0)
			out[len++] = '-';
	}
	out[len] = '\0';
}

/* One file.  It is opened, so that the others of its set are known. */
static int
file(const char *path, void *arg)
{
	struct walk *w = arg;
	const char *inside = path + strlen(w->root);
	char exhibit[MANIFEST_EXHIBIT + 1], none[] = "";
	const char *name;
	struct fx_image *img;
	struct fx_err err;
	struct manifest_row r = { .line = w->m->n + 1 };
	char *copy;

	inside += strspn(inside, "/");
	name = strrchr(inside, '/') != NULL ? strrchr(inside, '/') + 1 : inside;
	if (name[0] == '.')
		return 0;
	if ((img = fx_image_open(path, FX_IMAGE_NOFOLLOW, &err)) != NULL)
		tree_taken(&w->tree, img);
	fx_image_close(img);
	if ((copy = strdup(inside)) == NULL)
		cli_die(CLI_FAIL, "out of memory");
	exhibit_of(exhibit, name);
	r.path = copy;
	r.exhibit = exhibit;
	r.id = r.notes = none;
	if (manifest_add(w->m, &r, &err) == -1) {
		cli_warn("%s: %s", path, err.msg);
		w->failed = true;
	}
	free(copy);
	return 0;
}

int
folder_read(struct manifest *m, const char *path)
{
	struct walk w = { .m = m, .root = path };
	struct fx_err err;

	w.tree = (struct tree){ .file = file, .arg = &w };
	tree_walk(&w.tree, path);
	if (w.failed || w.tree.failed > 0)
		return -1;
	if (m->n == 0) {
		cli_warn("%s: it holds no image", path);
		return -1;
	}
	if (manifest_check(m, &err) == 0)
		return 0;
	cli_error(path, &err);
	return -1;
}
