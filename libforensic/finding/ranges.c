/* ranges.c - the ranges of a source that a scan covered, as text */
#include <inttypes.h>

#include "internal.h"

void
fx_ranges_put(struct fx_buf *out, const struct fx_range *ranges, size_t n,
    uint64_t bytes)
{
	uint64_t len;
	size_t i;

	for (i = 0; i < n && bytes > 0; i++) {
		len = ranges[i].to - ranges[i].from;
		if (len > bytes)
			len = bytes;
		fx_buf_printf(out, "%s%" PRIu64 "-%" PRIu64, i > 0 ? "," : "",
		    ranges[i].from, ranges[i].from + len);
		bytes -= len;
	}
}
