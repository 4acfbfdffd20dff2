/*
 * files.h - the jobs of a scan that the files of an image are
 *
 * Most files lie in one piece, and the pass over the image sees all of them.
 * What it cannot see in one piece becomes jobs, of deleted files too:
 *
 * - a file in fragments, or with holes: what lies across a join of two of its
 *   runs, or where a run ends in a hole or in bytes that were never stored;
 * - a compressed file: all but the units that are stored as they are, and the
 *   joins of those.  A unit that does not unpack reads as zeros here, and the
 *   pass over the image tells what can be unpacked of it;
 * - a file inside a record of NTFS: what touches the last two bytes of a
 * sector, which the record keeps elsewhere.
 *
 * A finding or a decoding that one run holds is left to the pass over the
 * image; near a join only if that tells it, too, where other bytes are around
 * it.  So it is told once, and what its neighbours make certain is not lost.
 */
#ifndef FORENSIC_FILES_H
#define FORENSIC_FILES_H

#include "forensic/fs.h"
#include "forensic/scan.h"

struct fx_files;

/*
 * The jobs of map, which is of img; both must last until they are freed.  With
 * allocated, deleted files have none.  NULL and err when memory is refused.
 */
struct fx_files *fx_files_new(struct fx_map *map, const struct fx_image *img,
    bool allocated, struct fx_err *err);
void fx_files_free(struct fx_files *files); /* NULL is fine */

/* What goes into struct fx_scan_options. */
void fx_files_jobs(struct fx_files *files, struct fx_scan_jobs *jobs);

size_t fx_files_count(const struct fx_files *files); /* of jobs */

#endif
