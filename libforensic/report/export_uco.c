/* export_uco.c - things of UCO as JSON-LD: names and literals */
#include <string.h>

#include "export_uco.h"

/* What stands behind the colon: "kb:Tool-0f6e1b0a-...". */
static const char *
local(const char *type)
{
	const char *colon = strchr(type, ':');

	return colon != NULL ? colon + 1 : type;
}

static void
put_id(struct fxu *u, const char *type, const uint8_t *leaf, const char *part)
{
	char uuid[FXX_UUID_LEN + 1], name[96], what[96];

	snprintf(what, sizeof(what), "%s|%s", local(type), part);
	fxx_uuid(u->x, uuid, leaf, what);
	snprintf(name, sizeof(name), "kb:%.32s-%s", local(type), uuid);
	fx_json_kstr(&u->j, "@id", name);
}

/* On a line of its own. */
static struct fxu
line(struct fxx *x)
{
	fx_buf_str(&x->out, x->more ? ",\n" : "\n");
	x->more = true;
	return (struct fxu){ .x = x, .j = { .out = &x->out } };
}

static void
open_as(struct fxu *u, const char *name, const char *type, const uint8_t *leaf,
    const char *part)
{
	fx_json_open(&u->j, '{');
	put_id(u, name, leaf, part);
	fx_json_kstr(&u->j, "@type", type);
}

void
fxu_open(struct fxu *u, const char *type, const uint8_t *leaf, const char *part)
{
	open_as(u, type, type, leaf, part);
}

void
fxu_close(struct fxu *u)
{
	fx_json_close(&u->j, '}');
}

struct fxu
fxu_begin(struct fxx *x, const char *type, const uint8_t *leaf,
    const char *part)
{
	struct fxu u = line(x);

	fxu_open(&u, type, leaf, part);
	return u;
}

struct fxu
fxu_begin_finding(struct fxx *x, const char *type, const uint8_t *leaf)
{
	struct fxu u = line(x);

	open_as(&u, FXU_FINDING, type, leaf, "");
	return u;
}

void
fxu_item(struct fxx *x, const char *type, const uint8_t *leaf)
{
	struct fxu u = line(x);

	fxu_ref(&u, type, leaf, "");
	fxx_sync(x, NULL, &x->out);
}

void
fxu_end(struct fxu *u)
{
	fxu_close(u);
	fxx_sync(u->x, NULL, &u->x->out);
}

void
fxu_ref(struct fxu *u, const char *type, const uint8_t *leaf, const char *part)
{
	fx_json_open(&u->j, '{');
	put_id(u, type, leaf, part);
	fx_json_close(&u->j, '}');
}

void
fxu_kref(struct fxu *u, const char *key, const char *type, const uint8_t *leaf,
    const char *part)
{
	fx_json_key(&u->j, key);
	fxu_ref(u, type, leaf, part);
}

void
fxu_str(struct fxu *u, const char *key, const char *text)
{
	if (*text != '\0')
		fx_json_kstr(&u->j, key, text);
}

void
fxu_typed(struct fxu *u, const char *key, const char *type, const char *text)
{
	if (*text == '\0')
		return;
	fx_json_key(&u->j, key);
	fx_json_open(&u->j, '{');
	fx_json_kstr(&u->j, "@type", type);
	fx_json_kstr(&u->j, "@value", text);
	fx_json_close(&u->j, '}');
}
