/* job.c - one scan of one source: its lines or its table, progress, words */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "forensic/sys.h"
#include "job.h"
#include "signals.h"

enum {
	GAPS_SAID = 8,      /* unreadable ranges told one by one on stderr */
	LEFT_MOST = 100000, /* files of a folder counted once a signal came */
};

/*
 * Write what waits: all, or what is much or old.  The progress line is not in
 * its way.  That output is lost is said here, once.
 */
static int
sync_out(struct job *job, bool all, struct fx_err *err)
{
	bool lost = job->out.lost;
	int rc;

	if (job->out.buf.len > 0)
		progress_hide(&job->progress);
	rc = all ? out_flush(&job->out, err) : out_sync(&job->out, err);
	if (rc == -1 && !lost)
		cli_error(NULL, err);
	return rc;
}

/*
 * One that is in a known file is counted, where that is asked for, unless it is
 * on an alert list.
 */
static bool
skip(struct job *job, const struct fx_found *f, const struct fx_line_file *file)
{
	size_t i;

	if (!job->known.skip || file == NULL || !file->known ||
	    !job->owner.inside || f->mark.kind == FX_ALERTED)
		return false;
	for (i = 0; job->set[i] != NULL; i++)
		job->skipped[i] += job->set[i] == f->carver;
	return true;
}

/* Tell a finding; without a member that ends where another file begins. */
static void
tell(struct job *job, const struct fx_found *f, const struct fx_line_file *file)
{
	struct fx_found told = *f;

	if (f->member_head != UINT64_MAX &&
	    !owner_is_one(&job->owner, f->member_head, f->off))
		told.member = NULL;
	if (job->json)
		fx_line_put_finding(&job->out.buf, &told, file);
	else
		table_finding(&job->table, &told, file);
}

static int
found(const struct fx_found *f, void *arg, struct fx_err *err)
{
	struct job *job = arg;
	const struct fx_line_file *file = owner_find(&job->owner, f);

	if (f->mark.kind != FX_STOPPED) {
		if (skip(job, f, file))
			return 0;
		job->found = true;
		if (job->quiet) /* the answer is known */
			signals_end();
	}
	if (job->quiet)
		return 0;
	tell(job, f, file);
	return sync_out(job, false, err);
}

/* Count an error of this source, and say it unless many were. */
static void
say(struct job *job, const char *words)
{
	progress_hide(&job->progress);
	job->source_errors++;
	if (job->source_errors <= GAPS_SAID)
		cli_warn("%s: %s", job->path, words);
	else if (job->source_errors == GAPS_SAID + 1)
		cli_warn("%s: more errors; they are only counted here",
		    job->path);
}

static int
gap(const struct fx_gap *g, void *arg, struct fx_err *err)
{
	struct job *job = arg;
	char words[FX_GAP_WHY + 80];

	snprintf(words, sizeof(words),
	    "%" PRIu64 " bytes at offset %" PRIu64 " cannot be read: %s",
	    g->len, g->off, g->why);
	say(job, words);
	if (job->quiet)
		return 0;
	if (job->json)
		fx_line_put_error(&job->out.buf, g,
		    owner_find_place(&job->owner, g->off, NULL));
	return sync_out(job, false, err);
}

/* A place of decoded bytes that was not looked at, or not to its end. */
static int
limit(const struct fx_scan_limit *l, void *arg, struct fx_err *err)
{
	struct job *job = arg;
	const struct fx_line_file *file;
	char words[512];

	if (l->error) {
		snprintf(words, sizeof(words), "at %s: %s", l->path, l->why);
		say(job, words);
	} else {
		job->source_limits++;
	}
	if (job->quiet)
		return 0;
	file = owner_find_place(&job->owner, l->off, l->path);
	if (job->json)
		fx_line_put_limit(&job->out.buf, l, file);
	else
		table_limit(&job->table, l, file);
	return sync_out(job, false, err);
}

static void
progress(const struct fx_scan_progress *p, void *arg)
{
	struct job *job = arg;
	struct fx_err err;

	/* Whoever reads us shall not wait for a finding until the next one. */
	if (job->out.buf.len > 0 && sync_out(job, true, &err) == -1)
		signals_end();
	progress_tell(&job->progress, p);
}

/* An error that has no range. */
static void
notice(struct job *job, const char *words)
{
	say(job, words);
	if (job->json && !job->quiet)
		fx_line_put_notice(&job->out.buf, words);
}

/* Do the digests that the container states hold? */
static void
compare(struct job *job, const struct fx_image_info *info,
    const struct fx_scan_result *res)
{
	static const char *const names[FX_HASHES] = { [FX_SHA256] = "SHA-256",
		[FX_SHA1] = "SHA-1",
		[FX_MD5] = "MD5" };
	char words[64];
	size_t i;

	for (i = 0; i < FX_HASHES; i++) {
		if (!info->stored[i].known || !res->have[i] ||
		    memcmp(info->stored[i].sum, res->sum[i],
			fx_hash_len((enum fx_hash_alg)i)) == 0)
			continue;
		snprintf(words, sizeof(words),
		    "stored %s differs from the bytes read", names[i]);
		notice(job, words);
	}
}

/* Words on what weakens the confinement of those who read evidence. */
static void
note(struct job *job, const char *words)
{
	size_t n = strlen(job->notes);

	snprintf(job->notes + n, sizeof(job->notes) - n, "%s%s",
	    n > 0 && words[0] != '\0' ? "; " : "", words);
}

static void
note_decoders(struct job *job)
{
	const struct fx_decoder *const *d = job->opt.decoders;
	struct fx_box *box;
	struct fx_err err;

	while (d != NULL && *d != NULL && !(*d)->confined)
		d++;
	if (d == NULL || *d == NULL || (box = fx_box_new(&err)) == NULL)
		return; /* if there is none, the scan will say so */
	note(job, fx_box_notes(box));
	fx_box_free(box);
}

static void
begin(struct job *job, const struct fx_image_info *info)
{
	char now[FX_TIME_LEN + 1];
	struct fx_line_run run;
	struct fx_line_source s = {
		.tool = "fxscan",
		.version = cli_version,
		.build = cli_build,
		.path = job->path,
		.info = info,
		.started = now,
		.carvers = job->names,
		.decoders = job->opt.decoders,
		.min = job->opt.min,
		.context = job->opt.context,
		.raw = (job->flags & FX_IMAGE_RAW) != 0,
		.ranges = job->parts.n > 0 ? job->parts.v : NULL,
		.nranges = job->parts.n,
		.files = job->parts.files,
		.known = fx_buf_text(&job->known.sums),
		.skip_known = job->known.skip,
		.alert = fx_buf_text(&job->lists.alert),
		.stop = fx_buf_text(&job->lists.stop),
		.stopped = job->lists.tell,
		.has_volume = job->parts.has_volume,
		.volume = job->parts.volume,
	};

	if (job->quiet)
		return;
	if (!job->json) {
		job->table.out = &job->out.buf;
		job->table.lists = job->opt.marks != NULL;
		table_source(&job->table, job->path, info);
		return;
	}
	fx_time_now(now);
	fx_line_put_source(&job->out.buf, &s);
	if (job->run != NULL) {
		run = *job->run;
		job->notes[0] = '\0';
		note(job, info->notes);
		if (info->notes[0] == '\0' && job->owner.map != NULL)
			note(job, fx_map_notes(job->owner.map));
		note_decoders(job);
		run.notes = job->notes;
		fx_line_put_run(&job->out.buf, &run);
	}
}

static void
end(struct job *job, const char *status, const struct fx_scan_options *opt,
    const struct fx_scan_result *res)
{
	char now[FX_TIME_LEN + 1];
	struct fx_scan_result told = *res;
	struct fx_line_end e = {
		.status = status,
		.res = &told,
		.set = job->set,
		.errors = job->source_errors,
		.limits = job->source_limits,
		.ended = now,
		.ranges = opt->ranges,
		.nranges = opt->nranges,
		.stopped = job->lists.lists.nstop > 0,
		.known = job->known.skip ? job->skipped : NULL,
	};
	struct fx_err err;
	size_t i;

	for (i = 0; i < FX_SCAN_CARVERS; i++)
		told.found[i] -= job->skipped[i];
	fx_time_now(now);
	if (!job->quiet) {
		if (job->json)
			fx_line_put_end(&job->out.buf, &e);
		else
			table_end(&job->table, &e);
		sync_out(job, true, &err);
	}
	progress_end(&job->progress);
	if (job->verbose)
		cli_warn("%s: %s, %" PRIu64 " bytes, %" PRIu64
			 " places looked at, %" PRIu64 " errors",
		    job->path, status, res->bytes, res->anchors,
		    job->source_errors);
}

/*
 * The ranges of this source that are asked for, into list.  Returns 0; or -1:
 * there are none, which is said.
 */
static int
choose(struct job *job, const struct fx_image_info *info,
    struct fx_scan_options *opt, struct range_list *list)
{
	const struct parts *p = &job->parts;
	struct fx_err err;
	int rc;

	if (p->n == 0 && !parts_need_map(p))
		return 0;
	if (info->stream)
		rc = fx_fail(&err, FX_EARG, 0, "a stream has no %s",
		    p->n > 0 ? "ranges" : "volumes and files");
	else if (parts_need_map(p) && job->owner.map == NULL)
		rc = fx_fail(&err, FX_EARG, 0,
		    "its volumes and files are not known");
	else
		rc = parts_choose(p, info->size, job->owner.map, list, &err);
	if (rc == -1)
		cli_error(job->path, &err);
	opt->ranges = list->v;
	opt->nranges = list->n;
	opt->hash_ranges = p->n > 0 && !opt->nohash;
	return rc;
}

static void
mapping(const struct fx_map_progress *p, void *arg)
{
	struct job *job = arg;

	progress_map(&job->progress, p);
}

/*
 * Learn which file owns a byte, and which files are in pieces, before there are
 * threads.  What is asked with --raw are the bytes, a stream has no second
 * look.  What goes wrong is told by tell_map, when the source has its line.
 */
static void
map_source(struct job *job, const struct fx_image *img)
{
	const struct owner_options opt = { .marked = job->tree != NULL,
		.known = job->known.n > 0 ? &job->known : NULL,
		.progress = mapping,
		.arg = job,
		.stop = job->opt.stop };

	job->unmapped = (struct fx_err){ .code = FX_OK };
	if (fx_image_info(img)->stream || (job->flags & FX_IMAGE_RAW) != 0)
		return;
	if (owner_open(&job->owner, img, &opt, &job->unmapped) == -1)
		return;
	job->files = fx_files_new(job->owner.map, img, job->parts.files,
	    &job->unmapped);
	if (job->files != NULL)
		fx_files_jobs(job->files, &job->files_jobs);
}

/* What went wrong with volumes and file systems: said, and a line each. */
static void
tell_map(struct job *job)
{
	const struct fx_map_notice *n;
	char words[sizeof(n->why) + 32];
	size_t i;

	if (job->unmapped.code != FX_OK)
		notice(job, job->unmapped.msg);
	for (i = 0; i < job->owner.n; i++) {
		n = &job->owner.notices[i];
		if (n->has_volume)
			snprintf(words, sizeof(words), "volume %u: %s",
			    n->volume, n->why);
		else
			snprintf(words, sizeof(words), "%s", n->why);
		if (n->failed)
			notice(job, words);
		else if (job->verbose)
			cli_warn("%s: %s", job->path, words);
	}
}

/* Scan all of it, or the ranges that opt has. */
static int
scan(struct job *job, struct fx_image *img,
    const struct fx_scan_options *chosen)
{
	const struct fx_image_info *info = fx_image_info(img);
	const struct fx_scan_sink sink = { found, gap, limit, progress, job };
	struct fx_scan_options opt = *chosen;
	struct fx_scan_result res = { 0 };
	struct fx_err err;
	const char *status = "complete";
	size_t i;

	for (i = 0; i < FX_HASHES && !opt.nohash; i++)
		opt.hash[i] = opt.hash[i] || info->stored[i].known;
	if (info->raw)
		cli_warn("%s: a container, scanned as the bytes of its file",
		    job->path);
	begin(job, info);
	tell_map(job);
	if (sync_out(job, true, &err) == -1)
		return 0;
	if (fx_scan(img, job->set, &opt, &sink, &res, &err) == -1) {
		status = "failed";
		if (!job->out.lost)
			notice(job, err.msg);
	} else if (!res.complete || (info->stream && signals_stop)) {
		/* A stream may have ended by the signal that was ours, too. */
		status = "interrupted";
	} else {
		compare(job, info, &res);
	}
	end(job, status, &opt, &res);
	job->errors += job->source_errors;
	job->limits += job->source_limits;
	return strcmp(status, "failed") == 0 && res.bytes == 0 ? -1 : 0;
}

/*
 * A signal came before the scan of a source began.  Its lines must not look
 * like those of all that was asked for: the first such is told, with no bytes.
 */
static bool
must_tell_left(struct job *job)
{
	job->left++;
	return job->json && !job->quiet && !job->left_told;
}

static void
tell_left(struct job *job, const struct fx_image_info *info)
{
	const struct fx_scan_result none = { 0 };

	begin(job, info);
	end(job, "interrupted", &job->opt, &none);
	job->left_told = true;
}

/* The image is open: map it, choose what of it to scan, scan that. */
static int
map_and_scan(struct job *job, struct fx_image *img)
{
	struct fx_scan_options opt = job->opt;
	struct range_list list = { 0 };
	int rc;

	progress_start(&job->progress, job->mode, job->path);
	map_source(job, img);
	progress_hide(&job->progress);
	if (job->files != NULL && fx_files_count(job->files) > 0)
		opt.jobs = &job->files_jobs;
	if (signals_came() != 0) {
		if (must_tell_left(job))
			tell_left(job, fx_image_info(img));
		rc = -1;
	} else {
		rc = choose(job, fx_image_info(img), &opt, &list);
		if (rc == 0)
			rc = scan(job, img, &opt);
	}
	progress_end(&job->progress);
	fx_files_free(job->files);
	job->files = NULL;
	owner_close(&job->owner);
	free(list.v);
	return rc;
}

/* Decoders read ahead, which a stream alone does not let them. */
static struct fx_image *
spooled(const struct job *job, struct fx_image *img)
{
	struct fx_image *spool;
	struct fx_err err;

	if (!fx_image_info(img)->stream || job->opt.decoders == NULL)
		return img;
	if ((spool = fx_image_spool(img, &err)) == NULL) {
		cli_error(job->path, &err);
		cli_warn("without --no-decode a stream needs a file");
		fx_image_close(img);
	}
	return spool;
}

/* Can it keep us waiting for its first byte? */
static bool
may_wait(const char *operand)
{
	struct stat st;
	int rc = strcmp(operand, "-") == 0 ? fstat(STDIN_FILENO, &st)
					   : stat(operand, &st);

	return rc == 0 && !S_ISREG(st.st_mode) && !S_ISBLK(st.st_mode);
}

/* Returns NULL if it can't be opened, which is said. */
static struct fx_image *
open_source(struct job *job, const char *operand)
{
	unsigned int flags = job->flags;
	struct fx_image *img;
	struct fx_err err;

	if (job->tree != NULL) /* it may have become a link meanwhile */
		flags |= FX_IMAGE_NOFOLLOW;
	if ((img = fx_image_open(operand, flags, &err)) == NULL) {
		cli_error(job->path, &err);
		return NULL;
	}
	if (job->tree != NULL)
		tree_taken(job->tree, img);
	return img;
}

/* A source that is not begun: what may keep us waiting is not opened. */
static int
leave(struct job *job, const char *operand)
{
	static const struct fx_image_info stream = { .format = "stream",
		.sector = 512,
		.stream = true,
		.notes = "" };
	struct fx_image *img;

	/* Else the answer is known, or nobody reads on. */
	if (signals_came() == 0 || !must_tell_left(job))
		return -1;
	if (may_wait(operand)) {
		tell_left(job, &stream);
	} else if ((img = open_source(job, operand)) != NULL) {
		tell_left(job, fx_image_info(img));
		fx_image_close(img);
	}
	return -1;
}

int
job_run(struct job *job, const char *operand)
{
	struct fx_image *img;
	int rc;

	job->path = strcmp(operand, "-") == 0 ? job->stdin_name : operand;
	job->source_errors = job->source_limits = 0;
	memset(job->skipped, 0, sizeof(job->skipped));
	if (signals_stop)
		return leave(job, operand);
	/* Nothing of it can be lost yet: signals have their way. */
	if (may_wait(operand))
		signals_unwatch();
	if ((img = open_source(job, operand)) != NULL)
		img = spooled(job, img);
	if (signals_stop) {
		fx_image_close(img);
		return leave(job, operand);
	}
	if (img == NULL)
		return -1;
	signals_watch();
	fx_image_stop(img, job->opt.stop);
	if (job->tree != NULL && job->known.skip &&
	    known_image(&job->known, img)) {
		job->tree->known++;
		rc = 0;
	} else {
		rc = map_and_scan(job, img);
	}
	fx_image_close(img);
	return rc;
}

static int
one_file(const char *path, void *arg)
{
	struct job *job = arg;
	int rc;

	if (signals_stop && signals_came() == 0)
		return 1;
	if (job->left == LEFT_MOST) {
		job->left_more = true;
		return 1;
	}
	rc = job_run(job, path);
	if (job->out.lost) /* nobody would learn of the others */
		signals_end();
	return rc;
}

/* What was passed over, so that nobody takes it for searched. */
static void
passed_over(const struct tree *t, const char *operand)
{
	if (t->links > 0)
		cli_warn("%s: %" PRIu64 " symbolic links in it were not "
			 "followed",
		    operand, t->links);
	if (t->known > 0)
		cli_warn("%s: %" PRIu64 " known files in it were not scanned",
		    operand, t->known);
	if (t->special > 0)
		cli_warn("%s: %" PRIu64 " devices, pipes and sockets in it "
			 "were not read",
		    operand, t->special);
}

int
job_run_folder(struct job *job, const char *operand)
{
	struct tree t = { .file = one_file, .arg = job };

	job->tree = &t;
	tree_walk(&t, operand);
	job->tree = NULL;
	passed_over(&t, operand);
	if (t.failed == 0)
		return 0;
	return t.good > 0 ? 1 : -1;
}

void
job_say_left(const struct job *job)
{
	if (job->left > 0)
		cli_warn("a signal ended the scan: %" PRIu64
			 " images%s were not scanned",
		    job->left, job->left_more ? " and more" : "");
}
