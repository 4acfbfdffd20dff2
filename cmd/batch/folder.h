/* folder.h - a folder of images in place of a manifest */
#ifndef BATCH_FOLDER_H
#define BATCH_FOLDER_H

#include "manifest.h"

/*
 * Add a row for each image under the folder, in order of their names: regular
 * files that are not hidden, the first of those that are segments of a set.  An
 * exhibit is called as the file without its ending, and without what may not
 * stand in such a name.  What is wrong is said.  Returns 0 or -1.
 */
int folder_read(struct manifest *m, const char *path);

#endif
