/*
 * speed.c - fxscan, fxrecord and fxverify, each beside what it is held to
 *
 *	speed [-q] [-r ROUNDS] [-s MIB] [-n FINDINGS] [-o JSON]
 *	speed -z E01 -j THREADS
 *
 * For each load the commands run in turn, so many rounds (5), on files in the
 * page cache unless the load says that it is cold; what is told is the median
 * by the wall.  The files (1024 MiB each) are made anew in $TMPDIR, or
 * /var/tmp, and removed.  -q is a quick look: 128 MiB, 3 rounds, 100,000
 * findings.  -z is one of the commands: zlib alone inflating an image's chunks.
 */
#include "chunks.h"
#include "findings.h"
#include "inputs.h"
#include "scratch.h"
#include "table.h"

#define CARDS "'\\b(?:[0-9][ -]?){13,19}\\b'"

static const char raw[] = "exec fxscan --json --raw --no-decode ";

struct bench {
	int rounds;
	size_t size;
	uint64_t findings;
	const char *json; /* NULL: no such file */
	char self[4096], out[4096];
	char *text[TABLE_ROWS]; /* of commands that are put together */
	size_t ntext;
	struct table table;
};

/* A command of two parts, kept as long as the bench. */
static const char *
both(struct bench *b, const char *first, const char *second)
{
	char *text = NULL;

	if (b->ntext == TABLE_ROWS ||
	    asprintf(&text, "%s%s", first, second) < 0)
		errx(4, "too many commands");
	b->text[b->ntext++] = text;
	return text;
}

/* What any scan of a file is held to. */
static void
add_references(struct bench *b, const char *load, const char *file,
    uint64_t size)
{
	struct table *t = &b->table;

	table_add(t,
	    (struct row){ .load = load,
		.name = "openssl dgst -sha256",
		.need = "openssl",
		.command = both(b, "exec openssl dgst -sha256 ", file),
		.size = size });
	table_add(t,
	    (struct row){ .load = load,
		.name = "cat",
		.command = both(b, "exec cat ", file),
		.size = size });
	table_add(t,
	    (struct row){ .load = load,
		.name = "rg, card numbers by shape",
		.need = "rg", /* 1: it found nothing */
		.command = both(b, "rg -c -a " CARDS " <",
		    both(b, file, " || :")),
		.size = size });
}

static void
add_scan(struct bench *b, const char *load, const char *name,
    const char *command, const char *file, uint64_t size)
{
	table_add(&b->table,
	    (struct row){ .load = load,
		.name = name,
		.command = both(b, command, file),
		.size = size });
}

/* One pass over bytes: no file systems, no decoders. */
static void
add_raw(struct bench *b)
{
	static const struct {
		const char *load, *file;
		enum input_what one, other;
	} loads[] = {
		{ "random bytes", "random.raw", INPUT_RANDOM, INPUT_RANDOM },
		{ "zeros", "zeros.raw", INPUT_ZEROS, INPUT_ZEROS },
		{ "system files", "system.raw", INPUT_PROGRAMS,
		    INPUT_PROGRAMS },
		{ "text and logs", "text.raw", INPUT_TEXT, INPUT_LOG },
	};
	size_t i;

	for (i = 0; i < sizeof loads / sizeof loads[0]; i++) {
		warnx("making %s", loads[i].file);
		input_make(loads[i].file, loads[i].one, loads[i].other,
		    b->size);
		add_references(b, loads[i].load, loads[i].file, b->size);
		add_scan(b, loads[i].load, "fxscan --raw --no-decode", raw,
		    loads[i].file, b->size);
	}
}

/* The same, read from the disk: the file is dropped from the page cache. */
static void
add_cold(struct bench *b, const char *file)
{
	static const char load[] = "mixed bytes, cold cache";
	/* What is not written yet would stay. */
	const char *drop = both(b, both(b, "sync ", file),
	    both(b, " && dd iflag=nocache count=0 if=", file));

	table_add(&b->table,
	    (struct row){ .load = load,
		.name = "openssl dgst -sha256",
		.need = "openssl",
		.before = drop,
		.command = both(b, "exec openssl dgst -sha256 ", file),
		.size = b->size });
	table_add(&b->table,
	    (struct row){ .load = load,
		.name = "fxscan --raw --no-decode",
		.before = drop,
		.command = both(b, raw, file),
		.size = b->size });
}

static void
add_mix(struct bench *b)
{
	static const char load[] = "mixed bytes", file[] = "mixed.raw";
	static const char four[] = "mixed bytes, four times as many";
	static const char one[] = "mixed bytes, on one core";

	warnx("making %s", file);
	input_mix(file, b->size);
	input_mix("mixed4.raw", 4 * b->size);
	add_references(b, load, file, b->size);
	add_scan(b, load, "fxscan --raw --no-decode", raw, file, b->size);
	add_scan(b, load, "fxscan, one thread", both(b, raw, "-j1 "), file,
	    b->size);
	add_scan(b, load, "fxscan, three digests",
	    both(b, raw, "--hash md5,sha1 "), file, b->size);
	add_scan(b, one, "openssl dgst -sha256",
	    "exec taskset -c 0 openssl dgst -sha256 ", file, b->size);
	add_scan(b, one, "fxscan, one thread",
	    "exec taskset -c 0 fxscan --json --raw --no-decode -j1 ", file,
	    b->size);
	add_cold(b, file);
	add_references(b, four, "mixed4.raw", 4 * b->size);
	add_scan(b, four, "fxscan --raw --no-decode", raw, "mixed4.raw",
	    4 * b->size);
}

/* All that fxscan does, on a disk with files. */
static void
add_disk(struct bench *b)
{
	static const char disk[] = "a disk, everything on";
	static const char e01[] = "the same as E01";
	char inflate[8192];

	if (!table_have("mke2fs") || !table_have("ewfacquire")) {
		warnx("mke2fs or ewfacquire is not here: no disk");
		return;
	}
	warnx("making disk.raw and disk.E01");
	input_disk(b->size);
	add_references(b, disk, "disk.raw", b->size);
	add_scan(b, disk, "fxscan", "exec fxscan --json ", "disk.raw", b->size);
	add_scan(b, disk, "fxscan, one thread", "exec fxscan --json -j1 ",
	    "disk.raw", b->size);
	add_scan(b, disk, "fxscan --no-decode",
	    "exec fxscan --json --no-decode ", "disk.raw", b->size);
	table_add(&b->table,
	    (struct row){ .load = disk,
		.name = "bulk_extractor",
		.need = "bulk_extractor",
		.command = "exec bulk_extractor -q -o bulk disk.raw",
		.size = b->size,
		.once = true });
	snprintf(inflate, sizeof inflate, "exec '%s' -j %ld -z ", b->self,
	    sysconf(_SC_NPROCESSORS_ONLN));
	add_scan(b, e01, "zlib alone, all cores", inflate, "disk.E01", b->size);
	add_scan(b, e01, "fxscan", "exec fxscan --json ", "disk.E01", b->size);
	add_scan(b, e01, "fxscan --no-decode",
	    "exec fxscan --json --no-decode ", "disk.E01", b->size);
}

static void
add_records(struct bench *b)
{
	static const char load[] = "findings";
	static const char init[] =
	    "rm -rf case.* lab.agekey && fxrecord --init --case bench "
	    "--agency lab.example --examiner bench --key lab.key case.evd";

	warnx("making findings.jsonl");
	findings_make("findings.jsonl", b->findings);
	input_shell("fxkey new lab");
	table_add(&b->table,
	    (struct row){ .load = load,
		.name = "fxrecord",
		.before = init,
		.in = "findings.jsonl",
		.command = "exec fxrecord --key lab.key case.evd 2>/dev/null",
		.size = b->findings,
		.counts = true });
	table_add(&b->table,
	    (struct row){ .load = load,
		.name = "fxverify",
		.command = "exec fxverify --key lab.pub case.evd",
		.size = b->findings,
		.counts = true });
}

static int
work(void *arg)
{
	struct bench *b = arg;
	size_t i;

	add_raw(b);
	add_mix(b);
	add_disk(b);
	add_records(b);
	table_run(&b->table, b->rounds);
	printf("%zu MiB a load, median of %d rounds, %ld processors; ratio to "
	       "the first of each load\n",
	    b->size >> 20, b->rounds, sysconf(_SC_NPROCESSORS_ONLN));
	table_print(&b->table);
	if (b->json != NULL)
		table_json(&b->table, b->out, b->rounds);
	for (i = 0; i < b->ntext; i++)
		free(b->text[i]);
	return fflush(stdout) == 0 ? 0 : 4;
}

/* Where a file will be found from another folder. */
static void
set_out(struct bench *b)
{
	char here[2048];

	if (b->json == NULL)
		return;
	if (getcwd(here, sizeof here) == NULL)
		err(4, "here");
	if (b->json[0] == '/')
		here[0] = '\0';
	snprintf(b->out, sizeof b->out, "%s/%s", here, b->json);
}

static int
usage(void)
{
	fprintf(stderr,
	    "usage: speed [-q] [-r rounds] [-s MiB] [-n findings] [-o file]\n");
	return 2;
}

int
main(int argc, char *argv[])
{
	static struct bench b = { .rounds = 5,
		.size = (size_t)1024 << 20,
		.findings = 1000000 };
	const char *image = NULL;
	unsigned long threads = 1;
	int c;

	while ((c = getopt(argc, argv, "j:n:o:qr:s:z:")) != -1) {
		if (c == 'q') {
			b.rounds = 3;
			b.size = (size_t)128 << 20;
			b.findings = 100000;
		} else if (c == 'r')
			b.rounds = (int)strtol(optarg, NULL, 10);
		else if (c == 's')
			b.size = strtoull(optarg, NULL, 10) << 20;
		else if (c == 'n')
			b.findings = strtoull(optarg, NULL, 10);
		else if (c == 'j')
			threads = strtoul(optarg, NULL, 10);
		else if (c == 'o')
			b.json = optarg;
		else if (c == 'z')
			image = optarg;
		else
			return usage();
	}
	if (image != NULL)
		return chunks_inflate(image, threads);
	if (optind != argc || b.rounds < 1 || b.rounds > TABLE_ROUNDS ||
	    b.size < (size_t)64 << 20 || b.findings == 0)
		return usage();
	if (readlink("/proc/self/exe", b.self, sizeof b.self - 1) == -1)
		err(4, "/proc/self/exe");
	set_out(&b);
	child_path();
	return scratch_run(work, &b);
}
