/* open.c - open a case to append to it: lock, check, mend */
#include <sys/stat.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "file.h"
#include "store_internal.h"

enum {
	PAUSE_MS = 50,
	SAY_AFTER = 1000 / PAUSE_MS,     /* pauses: then it is said */
	GIVE_UP = 600 * 1000 / PAUSE_MS, /* a reader may take so long */
};

/* Somebody reads the case: readers end, and a run must not fail for them. */
static int
busy(void *arg, int tries)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
	struct fx_store *s = arg;

	if (tries == SAY_AFTER)
		store_say(s, "waiting for another program that reads the case");
	if (tries >= GIVE_UP)
		return 0;
	nanosleep(&pause, NULL);
	return 1;
}

/* Put a name before the words of err; returns -1. */
static int
of(struct fx_err *err, const char *name)
{
	struct fx_err old = *err;

	fx_fail(err, old.code, old.off, "%s: %s", name, old.msg);
	err->sys = old.sys;
	return -1;
}

/* The head that the .ckpt file tells of; size 0 when there is no such file. */
static int
known_head(struct fx_store *s, struct chain_head *known,
    struct fx_checkpoint *head, struct fx_err *err)
{
	struct fx_buf text = { .max = FX_NOTE_LEN };
	struct fx_note note;
	int rc = -1;

	*known = (struct chain_head){ 0 };
	if (access(s->ckpt.p, F_OK) == -1 && errno == ENOENT)
		return 0;
	if (file_read(&text, s->ckpt.p, err) == -1)
		goto out;
	if (fx_note_parse(&note, fx_buf_text(&text), text.len, err) == -1) {
		of(err, s->ckpt.p);
		goto out;
	}
	*head = note.head;
	known->size = note.head.size;
	memcpy(known->root, note.head.root, sizeof(known->root));
	rc = 0;
out:
	fx_buf_done(&text);
	return rc;
}

/* May this key go on signing? */
static int
check_key(const struct fx_store *s, struct fx_err *err)
{
	char want[FX_FINGERPRINT_LEN + 1];

	if (memcmp(&s->by.pub, &s->chain.force, sizeof(s->by.pub)) == 0)
		return 0;
	if (fx_pub_fingerprint(&s->chain.force, want) == -1)
		return fx_fail(err, FX_ENOMEM, 0, "libcrypto refused");
	if (s->chain.rekeyed)
		return fx_fail(err, FX_EARG, 0,
		    "a change of its key broke off: only the key before it "
		    "can end that, %s: run fxrecord --recover with it",
		    want);
	return fx_fail(err, FX_EARG, 0, "it is signed by another key, %s",
	    want);
}

/* Open the case; what SQLite itself mends on the way is said. */
static int
open_case(struct fx_store *s, bool *mended, struct fx_err *err)
{
	const bool hot = db_beside(s->path.p, "-journal") > 0;

	s->db = db_open(s->path.p, &db_case, false, err);
	if (s->db == NULL)
		return -1;
	sqlite3_busy_handler(s->db, busy, s);
	if (hot) {
		store_say(s, "an unfinished write was rolled back");
		*mended = true;
	}
	return 0;
}

/*
 * Is the vault there?  Where it is not, it is most often still where the case
 * came from: a new one would part the openings, so somebody has to ask for it.
 */
static int
find_vault(struct fx_store *s, const char *name, bool *mended,
    struct fx_err *err)
{
	const bool gone = access(name, F_OK) == -1 && errno == ENOENT;

	if (!gone && s->opt.new_vault)
		return fx_fail(err, FX_EARG, 0,
		    "its vault is there, %s: no new one is wanted", name);
	if (!gone)
		return 0;
	if (!s->opt.new_vault)
		return fx_fail(err, FX_EARG, 0,
		    "its vault is not there: put it back; if it is lost, "
		    "fxrecord --recover --new-vault begins another one: %s",
		    name);
	if (fx_vault_create(name, err) == -1)
		return of(err, name);
	store_say(s, "%s was not there: a new one holds no earlier openings",
	    name);
	*mended = true;
	return 0;
}

/* As open_case, of its vault. */
static int
open_vault(struct fx_store *s, const char *name, bool *mended,
    struct fx_err *err)
{
	bool hot, others = false;

	if (find_vault(s, name, mended, err) == -1)
		return -1;
	hot = db_beside(name, "-journal") > 0;
	if ((s->vault = fx_vault_open(name, &others, err)) == NULL)
		return of(err, name);
	if (hot) {
		store_say(s, "%s: an unfinished write was rolled back", name);
		*mended = true;
	}
	if (others)
		store_say(s,
		    "%s can be read by others than its owner: "
		    "chmod 600 it",
		    name);
	return 0;
}

/* The vault that the case keeps, if it does. */
static int
open_kept(struct fx_store *s, bool *mended, struct fx_err *err)
{
	struct fx_buf name = { 0 };
	int rc = -1;

	if (s->chain.no_vault && s->opt.new_vault)
		return fx_fail(err, FX_EARG, 0, "it was begun without a vault");
	if (s->chain.no_vault)
		return 0;
	fx_vault_path(&name, s->path.p);
	if (fx_buf_check(&name, err) == 0)
		rc = open_vault(s, name.p, mended, err);
	fx_buf_done(&name);
	return rc;
}

/*
 * The case file itself, where path is a link to it: its .ckpt file and its
 * vault are called as it is.  A file with two names would have two of each.
 */
static int
real_path(struct fx_buf *out, const char *path, struct fx_err *err)
{
	char *real = NULL;
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode) &&
	    (real = realpath(path, NULL)) == NULL)
		return fx_fail_sys(err, 0, "cannot be opened");
	fx_buf_str(out, real != NULL ? real : path);
	free(real);
	if (fx_buf_check(out, err) == -1)
		return -1;
	if (stat(out->p, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink > 1)
		return fx_fail(err, FX_EARG, 0,
		    "it has more names than one (hard links), and each would "
		    "get a head and a vault of its own: remove all but one");
	return 0;
}

static int
open_store(struct fx_store *s, const char *path, bool *mended,
    struct fx_err *err)
{
	struct fx_checkpoint head;
	struct chain_head known;

	if (real_path(&s->path, path, err) == -1)
		return -1;
	fx_buf_printf(&s->ckpt, "%s.ckpt", s->path.p);
	if (fx_buf_check(&s->ckpt, err) == -1)
		return -1;
	s->lock = lock_take(s->path.p, true, &s->opt, err);
	if (s->lock == -1)
		return -1;
	if (known_head(s, &known, &head, err) == -1 ||
	    open_case(s, mended, err) == -1 ||
	    chain_read(&s->chain, s->db, &known, err) == -1)
		return -1;
	if (known.size != 0 && strcmp(head.origin, s->chain.origin) != 0)
		return fx_fail(err, FX_EBROKEN, 0,
		    "%s is the head of another log", s->ckpt.p);
	if (check_key(s, err) == -1 || open_kept(s, mended, err) == -1 ||
	    store_ready(s, err) == -1 || store_recover(s, mended, err) == -1)
		return -1;
	if (store_see(s, err) == -1)
		return -1;
	if (!s->rotated && store_seal(s, err) == -1)
		return -1;
	if (known.size == s->chain.head.size)
		return 0;
	/* Signed in the file, and then it crashed; or somebody moved it. */
	if (store_write_ckpt(s, err) == -1)
		return -1;
	store_say(s, "%s was %s: it is written again", s->ckpt.p,
	    known.size == 0 ? "not there" : "older than the last head");
	*mended = true;
	return 0;
}

struct fx_store *
fx_store_open(const char *path, const struct fx_store_options *opt,
    bool *mended, struct fx_err *err)
{
	struct fx_store *s = calloc(1, sizeof(*s));

	*mended = false;
	if (s == NULL) {
		fx_fail(err, FX_ENOMEM, 0, "out of memory");
		return NULL;
	}
	s->lock = -1;
	s->opt = *opt;
	s->by = opt->signer != NULL ? *opt->signer : fx_signer_of(opt->key);
	if (open_store(s, path, mended, err) == -1) {
		fx_store_close(s);
		return NULL;
	}
	return s;
}
