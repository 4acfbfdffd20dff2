/* write.c - bytes to a file, all of them */
#include <errno.h>
#include <unistd.h>

#include "forensic/write.h"

int
fx_write_all(int fd, const void *p, size_t n)
{
	const char *from = p;
	ssize_t done;

	while (n > 0) {
		done = write(fd, from, n);
		if (done == -1 && errno == EINTR)
			continue;
		if (done == -1)
			return -1;
		from += done;
		n -= (size_t)done;
	}
	return 0;
}
