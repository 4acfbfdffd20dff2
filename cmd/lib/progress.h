/* progress.h - how far a scan is: a line on a terminal, or JSON, on stderr */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "forensic/fs.h"
#include "forensic/scan.h"

enum progress_mode { PROGRESS_AUTO, PROGRESS_NONE, PROGRESS_JSON };

struct progress {
	enum progress_mode mode;
	const char *name;     /* of the source */
	int64_t began, drawn; /* as fx_time_up; drawn 0: never */
	bool shown;           /* a line stands on the terminal now */
	struct fx_scan_progress last;
};

/* "auto", "none" or "json". Returns 0, or -1 for other words. */
int progress_find(const char *name, enum progress_mode *mode);

/* Begin with a source.  PROGRESS_AUTO is none unless stderr is a terminal. */
void progress_start(struct progress *p, enum progress_mode mode,
    const char *name);

/* Tell where the scan is: drawn at most five times a second, JSON once. */
void progress_tell(struct progress *p, const struct fx_scan_progress *now);

/* Tell what is known of volumes and files, before the scan: on a terminal. */
void progress_map(struct progress *p, const struct fx_map_progress *now);

/* Take the line away, before anything else is written to the terminal. */
void progress_hide(struct progress *p);

/* The last word on a source: the line goes, JSON gets its last object. */
void progress_end(struct progress *p);

#endif
