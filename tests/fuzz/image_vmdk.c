/* image_vmdk.c - fuzz the search for a VMDK's extents, done by the parent */
#include <sys/mman.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../libforensic/image/internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct segments list = { 0 };
	struct fx_err err = { 0 };
	char path[40];
	size_t i;
	int fd = memfd_create("vmdk", MFD_CLOEXEC);

	if (fd == -1 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (vmdk_segments(&list, path, &err) == -1 && err.code == FX_OK)
		abort();
	for (i = 1; i < list.n; i++)
		if (strncmp(list.v[i].path, "/proc/self/fd/", 14) != 0 ||
		    strchr(list.v[i].path + 14, '/') != NULL)
			abort(); /* led out of its folder */
	segments_done(&list);
	close(fd);
	return 0;
}
