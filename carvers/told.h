/*
 * told.h - what may be told in clear of a text that anybody wrote
 *
 * A log's line may hold anything behind its label: only what has the form of a
 * date, or is a country's name, is told as that.
 */
#ifndef TOLD_H
#define TOLD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * How many characters of s from its begin on are a date, a time or both, with
 * the day of the week and the zone?  0: none are.  Numbers with "-", "/" or "."
 * between, or a month's English name; a time has colons.
 */
size_t told_date(const char *s);

/*
 * The same of a country: its code (ISO 3166-1 alpha-2, capitals), or its name
 * in English, in any case.  Behind it stands nothing, or a bracket, a comma,
 * a bar or a dash.
 */
size_t told_country(const char *s);

#endif
