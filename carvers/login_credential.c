/* login_credential.c - logins in logs of stealers, in lists and in forms */
#include <string.h>

#include "carvers.h"
#include "login_way.h"
#include "score.h"

/* What stands at an anchor; *fits if it is a login. */
static enum login_way
read(const struct fx_window *w, size_t at, struct login *l, bool *fits,
    struct fx_hit *hit)
{
	if (w->p[at] == ':' || (at + 1 < w->len && w->p[at + 1] == '@'))
		return login_list(w, at, l, fits, hit);
	*fits = true;
	if (login_block(w, at, l, hit))
		return LOGIN_BLOCK;
	if (login_form(w, at, l, hit))
		return LOGIN_FORM;
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
	bool fits;
	enum login_way way = read(&w, at - from, &l, &fits, hit);

	if (way == LOGIN_NOT || !fits || !login_tell(&w, &l, hit))
		return false;
	hit->at += from;
	hit->shape = way == LOGIN_FORM ? 0 : (uint32_t)way;
	return true;
}

static void
shape_at(const struct fx_window *all, size_t at, struct fx_shape *shape)
{
	size_t from;
	struct fx_window w = around(all, at, &from);
	struct login l;
	bool fits;
	enum login_way way = read(&w, at - from, &l, &fits, NULL);

	*shape = (struct fx_shape){ .shape = 0 };
	if (way == LOGIN_NOT || way == LOGIN_FORM)
		return;
	shape->shape = (uint32_t)way;
	shape->value = login_sum(&w, &l);
	shape->pass = fits && !l.named;
}

/* A line of a list is one because of the others. */
static void
weigh_list(const struct fx_near *near, struct fx_hit *hit)
{
	int bits = (int)near->pass * BITS_LIST_NEAR +
	    (int)(near->others - near->pass) * BITS_LIST_OTHER;

	if (bits > BITS_LIST_NEAR_MOST)
		bits = BITS_LIST_NEAR_MOST;
	if (bits < BITS_LIST_NEAR_LEAST)
		bits = BITS_LIST_NEAR_LEAST;
	if (near->others > 0)
		fx_hit_why(hit, bits, "list:%u/%u", near->pass, near->others);
}

static void
weigh(const struct fx_near *near, struct fx_hit *hit)
{
	int bits = (int)near->pass * BITS_LOGIN_NEAR;

	if (hit->shape != LOGIN_BLOCK) {
		weigh_list(near, hit);
		return;
	}
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

/* How the names of fields end that have a password. */
#define NAME(name)                                      \
	{                                               \
		.kind = FX_ANCHOR_TEXT, .text = (name), \
		.flags = FX_ANCHOR_FOLD                 \
	}

const struct fx_carver carver_login_credential = {
	.name = "login.credential",
	.about = "logins in logs of stealers, in lists and in forms that were sent",
	.group = "login",
	.version = 5,
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
		{ .kind = FX_ANCHOR_TEXT, .text = "://" },
		{ .kind = FX_ANCHOR_SHAPE, .text = "X@X",
		    .flags = FX_ANCHOR_FOLD },
		NAME("word="), /* password */
		NAME("word%5D="), /* user[password] */
		NAME("wort="), /* Passwort, Kennwort */
		NAME("pass="),
		NAME("asswd="),
		NAME("pwd="),
		NAME("sena="), /* contraseña */
		NAME("senha="),
		NAME("clave="),
		NAME("passe="), /* mot de passe */
		NAME("haslo="),
		NAME("heslo="),
		NAME("arola="), /* parola */
		NAME("woord="), /* wachtwoord */
		NAME("sifre="),
		NAME("skode="), /* adgangskode */
		NAME("word\":"),
		NAME("wort\":"),
		NAME("pass\":"),
		NAME("asswd\":"),
		NAME("pwd\":"),
		NAME("senha\":"),
		NAME("clave\":"),
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
		{ "application", FX_PRIVATE, false },
		{ "profile", FX_PRIVATE, false },
		{ "family", FX_PUBLIC, false },
	},
};
