/* login_credential.c - logins in logs of stealers, in lists and in forms */
#include <string.h>

#include "carvers.h"
#include "login_way.h"
#include "score.h"

static enum login_way
read(const struct fx_window *w, size_t at, struct login *l, struct fx_hit *hit)
{
	if (login_block(w, at, l, hit))
		return LOGIN_BLOCK;
	return LOGIN_NOT;
}

/* The window of an anchor, whatever is shown. */
static struct fx_window
around(const struct fx_window *w, size_t at, size_t *from)
{
	*from = at > LOGIN_WINDOW ? at - LOGIN_WINDOW : 0;
	return fx_window_cut(w, *from, at + 1 + LOGIN_WINDOW);
}

static bool
probe(const struct fx_window *all, size_t at, struct fx_hit *hit)
{
	size_t from;
	struct fx_window w = around(all, at, &from);
	struct login l;
	enum login_way way = read(&w, at - from, &l, hit);

	if (way == LOGIN_NOT || !login_tell(&w, &l, hit))
		return false;
	hit->at += from;
	hit->shape = (uint32_t)way;
	return true;
}

static void
shape_at(const struct fx_window *all, size_t at, struct fx_shape *shape)
{
	size_t from;
	struct fx_window w = around(all, at, &from);
	struct login l;
	enum login_way way = read(&w, at - from, &l, NULL);

	*shape = (struct fx_shape){ .shape = (uint32_t)way };
	if (way == LOGIN_NOT)
		return;
	shape->value = login_sum(&w, &l);
	shape->pass = true;
}

static void
weigh(const struct fx_near *near, struct fx_hit *hit)
{
	int bits = (int)near->pass * BITS_LOGIN_NEAR;

	if (bits == 0)
		return;
	if (bits > BITS_LOGIN_NEAR_MOST)
		bits = BITS_LOGIN_NEAR_MOST;
	fx_hit_why(hit, bits, "neighbours:%u", near->pass);
}

#define LABEL(label)                                       \
	{                                                  \
		.kind = FX_ANCHOR_TEXT, .text = (label),   \
		.flags = FX_ANCHOR_FOLD | FX_ANCHOR_BEGINS \
	}

const struct fx_carver carver_login_credential = {
	.name = "login.credential",
	.about = "logins in logs of stealers and in labelled lines",
	.group = "login",
	.version = 1,
	.reach = LOGIN_REACH,
	.window = LOGIN_WINDOW,
	.before = LOGIN_REACH - 1,
	.anchors = {
		LABEL("password:"),
		LABEL("password :"),
		LABEL("pass:"),
		LABEL("pass :"),
		LABEL("passwd:"),
		LABEL("pwd:"),
		LABEL("p455w0rd:"),
	},
	.probe = probe,
	.shape_at = shape_at,
	.weigh = weigh,
	.mask = login_mask,
	.attrs = {
		{ "host", FX_PUBLIC, false },
		{ "url", FX_PRIVATE, false },
		{ "login", FX_PRIVATE, false },
		{ "password", FX_PRIVATE, true },
		{ "application", FX_PUBLIC, false },
		{ "profile", FX_PRIVATE, false },
		{ "family", FX_PUBLIC, false },
	},
};
