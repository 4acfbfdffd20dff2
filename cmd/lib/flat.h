/* flat.h - a folder that has no folders in it, taken away */
#ifndef FLAT_H
#define FLAT_H

/*
 * Remove the files in a folder, and it.  Whatever cannot be removed is left,
 * folders in it among that; nothing is said of it.
 */
void flat_remove(const char *path);

#endif
