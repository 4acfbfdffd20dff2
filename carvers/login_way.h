/* login_way.h - the ways in which logins stand in text */
#ifndef LOGIN_WAY_H
#define LOGIN_WAY_H

#include "login.h"

/* Ways tell each other apart as neighbours by their shapes. */
enum login_way { LOGIN_NOT, LOGIN_BLOCK, LOGIN_WAYS };

/*
 * Lines of labels: the one of the password is at `at`, the others above it or
 * below.  Adds bits, reasons and the family to hit if it is not NULL.
 */
bool login_block(const struct fx_window *w, size_t at, struct login *l,
    struct fx_hit *hit);

#endif
