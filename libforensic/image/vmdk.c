/* vmdk.c - which files a VMDK image is made of, by its descriptor */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "internal.h"

/*
 * VMware Virtual Disks, Virtual Disk Format 1.1: "The Hosted Sparse Extent" for
 * the header, "The Descriptor File" for the text.
 */
enum {
	SPARSE_HEADER = 512,  /* bytes */
	DESCRIPTOR_AT = 28,   /* le64, in sectors; the next le64 is its size */
	DESCRIPTOR = 1 << 20, /* most bytes of a descriptor */
	EXTENTS = 1 << 12,    /* most extents */
	NAME = 255,           /* most bytes of an extent's name */
};

struct vmdk {
	const char *path, *base; /* as given; its last part */
	bool embedded;           /* the descriptor is inside a sparse file */
	struct segments *list;
	size_t extents;
};

/* The descriptor's text, to be freed; NULL and err. */
static char *
descriptor(int fd, bool *embedded, struct fx_err *err)
{
	uint8_t head[SPARSE_HEADER];
	uint64_t at = 0, len = DESCRIPTOR;
	ssize_t n;
	char *text;

	n = pread(fd, head, sizeof(head), 0);
	*embedded = n >= 4 && memcmp(head, "KDMV", 4) == 0;
	if (*embedded) {
		if (n != (ssize_t)sizeof(head) ||
		    !fx_mul(fx_le64(head + DESCRIPTOR_AT), SECTOR, &at) ||
		    !fx_mul(fx_le64(head + DESCRIPTOR_AT + 8), SECTOR, &len) ||
		    at == 0 || at > INT64_MAX || len == 0 || len > DESCRIPTOR) {
			fx_fail(err, FX_EFORMAT, 0,
			    "is a VMDK extent without a descriptor: name the "
			    ".vmdk file that describes the disk");
			return NULL;
		}
	}
	if ((text = calloc(1, (size_t)len + 1)) == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	n = pread(fd, text, (size_t)len, (off_t)at);
	if (n == -1) {
		fx_fail_sys(err, at, "its descriptor");
		free(text);
		return NULL;
	}
	text[n] = '\0';
	return text;
}

/* Add the extent that a line names between its quotes, if it names one. */
static int
extent(struct vmdk *v, const char *line, struct fx_err *err)
{
	const char *p = strchr(line, '"'), *end;
	char *path = NULL;
	size_t len;
	int rc;

	if (p == NULL || (end = strchr(p + 1, '"')) == NULL)
		return 0; /* ZERO extents have no file */
	len = (size_t)(end - ++p);
	if (++v->extents > EXTENTS)
		return fx_fail(err, FX_ELIMIT, 0, "more than %d extents",
		    EXTENTS);
	if (len == 0 || len > NAME || memchr(p, '/', len) != NULL ||
	    memchr(p, '\\', len) != NULL)
		return fx_fail(err, FX_EFORMAT, 0,
		    "its descriptor names an extent in another folder, or a "
		    "device; that is not followed");
	if (strlen(v->base) == len && memcmp(v->base, p, len) == 0)
		return 0; /* itself */
	if (v->embedded)
		return fx_fail(err, FX_EFORMAT, 0,
		    "was renamed: its descriptor calls it %.*s; make a link of "
		    "that name to it, and name the link",
		    (int)len, p);
	if (asprintf(&path, "%.*s%.*s", (int)(v->base - v->path), v->path,
		(int)len, p) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	rc = segments_add(v->list, path, err);
	free(path);
	if (rc == 0 && v->list->v[v->list->n - 1].missing)
		rc = fx_fail(err, FX_EFORMAT, 0, "its extent %.*s is missing",
		    (int)len, p);
	return rc;
}

/* One line of the descriptor, without its end. */
static int
line_read(struct vmdk *v, char *line, struct fx_err *err)
{
	static const char *const access[] = { "RW ", "RDONLY ", "NOACCESS " };
	size_t i;

	line += strspn(line, " \t");
	if (strncasecmp(line, "parentCID", 9) == 0) {
		line += 9 + strspn(line + 9, " \t=");
		if (strncasecmp(line, "ffffffff", 8) != 0)
			return fx_fail(err, FX_EFORMAT, 0,
			    "is a VMDK snapshot, which holds only what differs "
			    "from its parent; qemu-img convert -O raw makes a "
			    "raw image of both");
	}
	for (i = 0; i < FX_LEN(access); i++)
		if (strncasecmp(line, access[i], strlen(access[i])) == 0)
			return extent(v, line, err);
	return 0;
}

int
vmdk_segments(struct segments *list, const char *path, struct fx_err *err)
{
	struct vmdk v = { .path = path, .list = list };
	char *text, *line, *save = NULL;
	int fd, rc;

	v.base = strrchr(path, '/');
	v.base = v.base == NULL ? path : v.base + 1;
	if (segments_add(list, path, err) == -1)
		return -1;
	if ((fd = segment_open(list, 0)) == -1)
		return fx_fail(err, FX_EIO, 0, "changed while it was opened");
	text = descriptor(fd, &v.embedded, err);
	close(fd);
	if (text == NULL)
		return -1;
	rc = 0;
	for (line = strtok_r(text, "\r\n", &save); rc == 0 && line != NULL;
	     line = strtok_r(NULL, "\r\n", &save))
		rc = line_read(&v, line, err);
	free(text);
	return rc;
}
