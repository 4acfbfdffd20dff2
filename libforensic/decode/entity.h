/* entity.h - one character reference of HTML or XML */
#ifndef DECODE_ENTITY_H
#define DECODE_ENTITY_H

#include <stddef.h>
#include <stdint.h>

/*
 * The length of the reference that begins at p[0], and the character that it
 * stands for; 0 if none does.  n bytes may be seen; 32 are enough.
 */
size_t entity_read(const uint8_t *p, size_t n, uint32_t *cp);

#endif
