/* login_way.h - the ways in which logins stand in text */
#ifndef LOGIN_WAY_H
#define LOGIN_WAY_H

#include "login.h"

/* Ways tell each other apart as neighbours by their shapes. */
enum login_way {
	LOGIN_NOT,
	LOGIN_BLOCK,     /* labelled lines */
	LOGIN_LIST_URL,  /* an address, a user and a password in a line */
	LOGIN_LIST_MAIL, /* a mail address and a password in a line */
	LOGIN_FORM,      /* fields of a form that was sent */
};

/*
 * Each of these reads what stands at the anchor `at`, and adds bits, reasons
 * and the family to hit if it is not NULL.
 */

/*
 * Lines of labels: the one of the password is at `at`, the others above it or
 * below.
 */
bool login_block(const struct fx_window *w, size_t at, struct login *l,
    struct fx_hit *hit);

/*
 * A line of a list: `at` is where "://" stands in it, or the character before
 * the "@" of its user.  Returns LOGIN_NOT if it is no line that may be in one;
 * *fits tells whether it is a login and not only begins like one.
 */
enum login_way login_list(const struct fx_window *w, size_t at, struct login *l,
    bool *fits, struct fx_hit *hit);

/*
 * Fields of a form, URL-encoded or as an object of JSON: `at` is in the name of
 * the one that has the password.
 */
bool login_form(const struct fx_window *w, size_t at, struct login *l,
    struct fx_hit *hit);

#endif
