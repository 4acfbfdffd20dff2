/* image_wire.c - fuzz what a parent does with its reader's answers */
#include <stdlib.h>
#include <string.h>

#include "../../libforensic/image/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was found good must be safe to act upon. */
static void
act(const struct wire_reply *r, const struct wire_ask *ask)
{
	uint8_t *window = calloc(1, (size_t)ask->len);
	uint64_t end = 0;
	size_t i;

	if (window == NULL)
		abort();
	for (i = 0; i < r->n; i++) {
		if (r->bad[i].off < end)
			abort();
		memset(window + r->bad[i].off, 1, r->bad[i].len);
		end = (uint64_t)r->bad[i].off + r->bad[i].len;
		if (wire_why((enum bad)r->bad[i].why) == NULL)
			abort();
	}
	if (end > r->len || r->len > ask->len)
		abort();
	free(window);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire_ask ask = { .serial = 1, .len = 4096 };
	struct fx_image_info info = { 0 };
	struct wire_hello hello = { 0 };
	struct wire_reply reply = { 0 };
	struct fx_err err = { 0 };

	if (size == 0)
		return 0;
	memcpy(&hello, data, size < sizeof(hello) ? size : sizeof(hello));
	memcpy(&reply, data, size < sizeof(reply) ? size : sizeof(reply));
	if (wire_reply_check(&reply, size, &ask))
		act(&reply, &ask);
	if (wire_hello_check(&hello, sizeof(hello), &info, &err) == 0) {
		if (info.size > INT64_MAX || info.sector < SECTOR_MIN)
			abort();
	} else if (err.code == FX_OK ||
	    memchr(err.msg, '\0', sizeof(err.msg)) == NULL) {
		abort();
	}
	wire_hello_check(&hello, size, &info, &err);
	return 0;
}
