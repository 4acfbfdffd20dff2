/* check.h - check-digit schemes shared by the carvers */
#ifndef FORENSIC_CHECK_H
#define FORENSIC_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* Luhn (ISO/IEC 7812-1:2017, annex B) over n ASCII digits, check digit last.
 * No digit at all does not pass. */
bool fx_luhn_ok(const char *digits, size_t n);

#endif
