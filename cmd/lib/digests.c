/* digests.c - which digests to compute: --hash */
#include <string.h>

#include "cli.h"
#include "digests.h"

void
digests_add(bool wanted[FX_HASHES], const char *list)
{
	enum fx_hash_alg alg;
	const char *p = list;
	char name[16];
	size_t n;

	for (;; p++) {
		n = strcspn(p, ",");
		snprintf(name, sizeof(name), "%.*s", (int)n, p);
		if (n >= sizeof(name) || fx_hash_find(name, &alg) == -1)
			cli_die(CLI_USAGE,
			    "--hash: no algorithm '%.*s'; there are md5, sha1 "
			    "and sha256",
			    (int)n, p);
		wanted[alg] = true;
		p += n;
		if (*p == '\0')
			return;
	}
}
