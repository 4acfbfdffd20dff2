/* image_signature.c - fuzz the look at a source's first and last bytes */
#include <stdlib.h>
#include <string.h>

#include "../../libforensic/image/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t head = size > 0 ? data[0] * size / 255 : 0;
	uint8_t *h = malloc(head + 1), *t = malloc(size - head + 1);
	const struct signature *s;
	struct fx_err err;

	if (h == NULL || t == NULL)
		abort();
	if (head > 0)
		memcpy(h, data, head);
	if (size > head)
		memcpy(t, data + head, size - head);
	s = image_signature(h, head, t, size - head);
	if (s != NULL && s->kind == SIG_REFUSED && image_refuse(s, &err) != -1)
		abort();
	ewf_spoilt(h, head);
	free(h);
	free(t);
	return 0;
}
