/* stamp.c - by what it is seen that the files of an image were written to */
#include "stamp.h"

#include <inttypes.h>
#include <sys/stat.h>

#include "forensic/buf.h"
#include "forensic/bytes.h"
#include "forensic/image.h"

/* A line on a file. Returns false if it is none. */
static bool
add(struct fx_buf *text, const char *path)
{
	struct stat st;

	if (stat(path, &st) == -1 || !S_ISREG(st.st_mode))
		return false;
	fx_buf_printf(text,
	    "%" PRIdMAX " %" PRIdMAX ".%09ld %" PRIdMAX ".%09ld\n",
	    (intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec,
	    st.st_mtim.tv_nsec, (intmax_t)st.st_ctim.tv_sec,
	    st.st_ctim.tv_nsec);
	return true;
}

/* All files of a set; what cannot be opened is told by whoever scans it. */
static bool
add_all(struct fx_buf *text, const char *path)
{
	struct fx_err err;
	struct fx_image *img = fx_image_open(path, 0, &err);
	const char *file;
	bool good = true;
	size_t i;

	if (img == NULL)
		return true;
	for (i = 0; good && (file = fx_image_file(img, i)) != NULL; i++)
		good = add(text, file);
	fx_image_close(img);
	return good;
}

void
stamp_of(const char *path, char out[STAMP_LEN])
{
	struct fx_buf text = { 0 };
	uint8_t sum[FX_SHA256_LEN];
	struct fx_err err;

	out[0] = '\0';
	if (add(&text, path) && add_all(&text, path) &&
	    fx_buf_check(&text, &err) == 0 &&
	    fx_sha256(sum, fx_buf_text(&text), text.len) == 0)
		fx_hex(out, sum, sizeof(sum));
	fx_buf_done(&text);
}
