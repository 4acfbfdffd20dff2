/* out.h - standard output in large pieces, none of them held back for long */
#ifndef OUT_H
#define OUT_H

#include <stdint.h>

#include "forensic/buf.h"
#include "forensic/err.h"

/* { 0 } has written nothing yet.  Append to buf, then call out_sync. */
struct out {
	struct fx_buf buf;
	int64_t flushed;   /* when buf was last empty, as fx_time_up */
	bool lost;         /* output could not be written: nothing more is */
	struct fx_err why; /* if lost: how the first write failed */
};

/*
 * Write what waits, if it is much or old; out_flush: in any case.  SIGPIPE must
 * be ignored.  Returns 0; or -1 and err when output is lost, now or before.
 */
int out_sync(struct out *o, struct fx_err *err);
int out_flush(struct out *o, struct fx_err *err);

/* Write n bytes to standard output at once.  Returns 0, or -1 and err. */
int out_write(const void *p, size_t n, struct fx_err *err);

void out_done(struct out *o); /* free the memory; writes nothing */

#endif
