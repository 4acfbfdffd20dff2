/* image_stop.c - a stream whose writer is silent can be left all the same */
#include <stdlib.h>
#include <unistd.h>

#include "forensic/image.h"
#include "tap.h"

enum { WRITTEN = 5000 }; /* more than is looked at for signatures */

int
main(void)
{
	volatile sig_atomic_t stop = 0;
	struct fx_image *img;
	struct fx_err err;
	char path[32], buf[2 * WRITTEN] = { 0 };
	int fd[2];

	if (pipe(fd) == -1 || write(fd[1], buf, WRITTEN) != WRITTEN)
		exit(99);
	snprintf(path, sizeof(path), "/dev/fd/%d", fd[0]);
	if (!ok((img = fx_image_open(path, 0, &err)) != NULL, "a pipe"))
		return done();
	fx_image_stop(img, &stop);
	is_int(fx_image_read(img, 0, buf, WRITTEN, NULL, NULL, &err), WRITTEN,
	    "what was written comes");
	stop = 1;
	is_int(fx_image_read(img, WRITTEN, buf, 1, NULL, NULL, &err), 0,
	    "the end, though the writer is still there");
	stop = 0;
	is_int(fx_image_read(img, WRITTEN, buf, 1, NULL, NULL, &err), 0,
	    "for good");
	fx_image_close(img);
	close(fd[0]);
	close(fd[1]);
	if (!ok((img = fx_image_open("/dev/null", 0, &err)) != NULL, "another"))
		return done();
	fx_image_stop(img, &stop);
	is_int(fx_image_read(img, 0, buf, 1, NULL, NULL, &err), 0,
	    "an empty one has its end");
	fx_image_close(img);
	return done();
}
