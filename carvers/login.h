/* login.h - a login found: where it opens, whose it is, how it is told */
#ifndef LOGIN_H
#define LOGIN_H

#include "label.h"

enum {
	LOGIN_WINDOW = FX_WINDOW_MOST,
	LOGIN_REACH = FX_REACH_MOST,
	LOGIN_USER_MOST = 128, /* characters of a login, and of a password */
	LOGIN_HOST_MOST = 253, /* RFC 1035, 2.3.4 */
};

/* Pieces of a window; those that are not there are empty. */
struct login {
	struct span all; /* what is shown as the finding */
	struct span url, user, password;
	struct span app, profile; /* the program that had kept it */
	bool escaped;             /* user and password are URL-encoded */
	bool named; /* its password may be a name: no neighbour speaks for a
	               list of logins with it */
};

/*
 * The host in what stands as an address: a URL with a scheme (*absolute) or a
 * name or an IPv4 address with a dot in it, and maybe a port and a path.  Of an
 * app of Android, android://KEY@NAME/, it is the app's name.
 */
bool login_host(const struct fx_window *w, struct span url, struct span *host,
    bool *absolute);

/* Is the host one of those that documents use (RFC 2606), or this machine? */
bool login_example(const struct fx_window *w, struct span host);

/* Does it stand for a value that is put in later: ${PASS}, <password>, "%s"? */
bool login_placeholder(const struct fx_window *w, struct span s);

/* Is it a sentence: four words and more? */
bool login_prose(const struct fx_window *w, struct span s);

/*
 * May it be a name, as other lists have it: letters of which the first is a
 * capital, or as many as a mail address begins with, and two digits at most?
 */
bool login_name(const struct fx_window *w, struct span s, struct span user);

/*
 * Fill in a hit from its login: place, value and attributes.  False if it
 * has neither a user nor a password, or if one of them is no text.
 */
bool login_tell(const struct fx_window *w, const struct login *l,
    struct fx_hit *hit);

/* What makes two of them the same, for neighbours. */
uint64_t login_sum(const struct fx_window *w, const struct login *l);

/*
 * May a host be shown?  Not what is longer than one or has no letter, nor more
 * digits than a mask of a number shows: a card's could stand there.
 */
bool login_host_shows(const char *host);

/* The host stands if it may, the user is hidden. */
void login_mask(const char *value, char *out, size_t cap);

#endif
