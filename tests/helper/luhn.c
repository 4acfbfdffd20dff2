/* luhn.c - digits on stdin, a line each: 1 if they pass Luhn, else 0 */
#include <stdio.h>
#include <string.h>

#include "forensic/check.h"

int
main(void)
{
	char line[256];

	while (fgets(line, sizeof(line), stdin) != NULL)
		puts(fx_luhn_ok(line, strcspn(line, "\n")) ? "1" : "0");
	return ferror(stdin) != 0;
}
