/* state.c - the verifier's memory: for each log the last good head it saw */
#include <string.h>

#include "forensic/memory.h"
#include "internal.h"

static const char title[] = "fxverify state 1";

int
fxv_state_find(const char *text, size_t n, const char *origin, uint64_t *size,
    uint8_t root[FX_SHA256_LEN])
{
	return fx_memory_find(text, n, title, origin, size, root);
}

int
fxv_state_store(const char *path, const char *origin, uint64_t size,
    const uint8_t root[FX_SHA256_LEN], struct fx_err *err)
{
	struct fx_memory *m = fx_memory_open(path, title, err);
	uint8_t kept[FX_SHA256_LEN];
	uint64_t there;
	int rc;

	if (m == NULL)
		return -1;
	/* Another check has seen more in the meantime. */
	if (fx_memory_get(m, origin, &there, kept) && there >= size)
		rc = fx_memory_put(m, origin, there, kept, err);
	else
		rc = fx_memory_put(m, origin, size, root, err);
	fx_memory_close(m);
	return rc;
}
