/* internal.h - what the files of scan/ share */
#ifndef SCAN_INTERNAL_H
#define SCAN_INTERNAL_H

#include "forensic/scan.h"

/*
 * The character of w at i, of those before to, in the window's encoding: UTF-8
 * or UTF-16.  Returns how many places it takes and its code point; 0 if none
 * stands there.
 */
size_t fx_text_next(const struct fx_window *w, size_t i, size_t to,
    uint32_t *cp);

#endif
