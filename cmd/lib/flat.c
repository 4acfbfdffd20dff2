/* flat.c - a folder that has no folders in it, taken away */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "flat.h"

void
flat_remove(const char *path)
{
	const struct dirent *entry;
	DIR *dir = opendir(path);

	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir != NULL)
		closedir(dir);
	rmdir(path);
}
