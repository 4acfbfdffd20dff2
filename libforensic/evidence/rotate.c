/* rotate.c - a new key for a case: announced, and sealed by the old one */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "forensic/bytes.h"
#include "forensic/statement.h"
#include "store_internal.h"

/* Was this key in force before? Whoever has it could seal in its name. */
static bool
was_in_force(const struct chain *c, const struct fx_pub *pub)
{
	size_t i;

	for (i = 0; i + FX_PUB_LEN <= c->keys.len; i += FX_PUB_LEN)
		if (memcmp(c->keys.p + i, pub->raw, FX_PUB_LEN) == 0)
			return true;
	return false;
}

int
fx_store_rotate(struct fx_store *s, const struct fx_pub *pub, const char *why,
    struct fx_err *err)
{
	char hex[2 * FX_PUB_LEN + 1];
	json_t *v;
	int rc = -1;

	if (was_in_force(&s->chain, pub))
		return fx_fail(err, FX_EARG, 0,
		    "the new key is, or was before, the key of this case");
	fx_hex(hex, pub->raw, sizeof(pub->raw));
	if ((v = json_pack("{s:s}", "key", hex)) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	if (fx_statement_add(v, "reason", why != NULL ? why : "", err) == -1) {
		json_decref(v);
		return -1;
	}
	if (fx_store_append(s, "key", v, NULL, 0, err) == 0)
		rc = fx_store_sign(s, err);
	json_decref(v);
	/* Whatever comes next is the new key's to sign. */
	s->rotated = rc == 0;
	s->dead = true;
	return rc;
}

/* Zeros over all of it, on the disk as far as that is to be had. */
static int
overwrite(int fd, uint64_t size)
{
	static const char zeros[4096];
	size_t n;

	while (size > 0) {
		n = size < sizeof(zeros) ? (size_t)size : sizeof(zeros);
		if (write(fd, zeros, n) != (ssize_t)n)
			return -1;
		size -= n;
	}
	return fsync(fd);
}

int
fx_key_erase(const char *path, struct fx_err *err)
{
	enum { KEY_MOST = 1 << 16 };
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW), rc;
	struct stat st;

	if (fd == -1)
		return fx_fail_sys(err, 0, "%s", path);
	rc = fstat(fd, &st);
	if (rc == 0 &&
	    (!S_ISREG(st.st_mode) || st.st_nlink != 1 ||
		st.st_size > KEY_MOST)) {
		close(fd);
		return fx_fail(err, FX_EARG, 0,
		    "%s: not erased: it has another name, or is no file of a "
		    "key",
		    path);
	}
	if (rc == 0)
		rc = overwrite(fd, (uint64_t)st.st_size);
	if (rc == 0)
		rc = unlink(path);
	rc = rc == 0 ? file_sync_dir(path, err)
		     : fx_fail_sys(err, 0, "%s", path);
	close(fd);
	return rc;
}
