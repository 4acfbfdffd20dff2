/*
 * anchors.c - what it costs to look for everything that is not a card
 *
 * The card carvers alone, then with others that have the anchors of all
 * detectors and find nothing: one thread, without SHA-256 and with it, in CPU
 * seconds for a GiB.  Arguments are files whose bytes are measured, too.
 */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "carvers.h"
#include "forensic/scan.h"
#include "forensic/wallet.h"

enum { MOST = 128 << 20, FILE_MOST = 8 << 20, ALL_MOST = 32 };

static uint8_t *data;
static size_t have;

/* A look at the first characters, as any probe begins. */
static bool
refuse(const struct fx_window *w, size_t at, struct fx_hit *hit)
{
	(void)hit;
	return at + 4 < w->len && memcmp(w->p + at, "\1\2\3", 4) == 0;
}

#define TEXT(string)                                     \
	{                                                \
		.kind = FX_ANCHOR_TEXT, .text = (string) \
	}
#define FOLD(string)                                      \
	{                                                 \
		.kind = FX_ANCHOR_TEXT, .text = (string), \
		.flags = FX_ANCHOR_FOLD                   \
	}
#define SHAPE(string, how)                                                \
	{                                                                 \
		.kind = FX_ANCHOR_SHAPE, .text = (string), .flags = (how) \
	}
#define RUN(class, least)                                               \
	{                                                               \
		.kind = FX_ANCHOR_RUN, .chars = (class), .min = (least) \
	}
#define DIGITS(least)                                    \
	{                                                \
		.kind = FX_ANCHOR_DIGITS, .min = (least) \
	}
#define CARVER(what, ...)                                       \
	{                                                       \
		.name = (what), .group = "bench", .reach = 100, \
		.anchors = { __VA_ARGS__ }, .probe = refuse     \
	}

static bool
seed(const char *word, size_t n)
{
	return fx_seed_word(word, n) != -1;
}

static const struct fx_carver others[] = {
	CARVER("iban", SHAPE("AA00", FX_ANCHOR_BEGINS | FX_ANCHOR_FOLD),
	    TEXT("<IBAN>")),
	CARVER("account", DIGITS(6), SHAPE("00-00-00", 0),
	    SHAPE("000-0000000-00", 0)),
	CARVER("bic", FOLD("bic"), FOLD("swift"), TEXT("<BIC>")),
	CARVER("routing", DIGITS(9)),
	CARVER("mt", TEXT(":20:"), TEXT(":25:"), TEXT(":60F:"), TEXT("{1:F01")),
	CARVER("logs", FOLD("url:"), FOLD("username:"), FOLD("login:"),
	    FOLD("password:"), FOLD("host:"), FOLD("soft:"),
	    FOLD("application:"), FOLD("browser:")),
	CARVER("list", TEXT("://")),
	CARVER("form", FOLD("password="), FOLD("passwd="), FOLD("pass="),
	    FOLD("pwd="), FOLD("login="), FOLD("user=")),
	CARVER("webinject", FOLD("set_url"), FOLD("data_before"),
	    FOLD("data_inject"), FOLD("data_after")),
	CARVER("phishkit", FOLD("card number"), FOLD("ip address"),
	    FOLD("user agent"), FOLD("mother")),
	CARVER("mrz", RUN(FX_CLASS_MRZ, 30)),
	CARVER("aamva", TEXT("ANSI 636"), TEXT("AAMVA")),
	CARVER("national", DIGITS(8), SHAPE("00.00.00-000.00", 0),
	    SHAPE("000-00-0000", FX_ANCHOR_BEGINS | FX_ANCHOR_ENDS),
	    SHAPE("AA000000A", FX_ANCHOR_BEGINS | FX_ANCHOR_FOLD),
	    SHAPE("00000000A", FX_ANCHOR_BEGINS | FX_ANCHOR_FOLD),
	    SHAPE("A0000000A", FX_ANCHOR_FOLD), SHAPE("000000-0000", 0),
	    SHAPE("000000/0000", 0), SHAPE("000.000.000", 0)),
	CARVER("codice", SHAPE("AAAAAA00A00A000A", FX_ANCHOR_FOLD)),
	CARVER("base58", RUN(FX_CLASS_BASE58, 26)),
	CARVER("bech32", FOLD("bc1"), FOLD("ltc1"), FOLD("tb1")),
	CARVER("ether", TEXT("0x")),
	CARVER("seed", { .kind = FX_ANCHOR_WORDS, .min = 12, .word = seed }),
};

static const struct fx_carver *cards[ALL_MOST + 1], *all[ALL_MOST + 1];

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static int
count(const struct fx_found *f, void *arg, struct fx_err *err)
{
	(void)f, (void)err;
	++*(uint64_t *)arg;
	return 0;
}

static double
scan(const struct fx_carver *const *set, uint64_t *anchors)
{
	uint64_t found = 0;
	struct fx_scan_options opt = { .min = 12 };
	struct fx_scan_sink sink = { .found = count, .arg = &found };
	struct fx_scan_piece piece = { data, have, 0, 0, have };
	struct fx_scan_result res;
	struct fx_err err;
	double t = now();

	if (fx_scan_memory(&piece, set, &opt, &sink, &res, &err) == -1) {
		fprintf(stderr, "anchors: %s\n", err.msg);
		exit(1);
	}
	*anchors = res.anchors;
	return now() - t;
}

static double
hash(void)
{
	uint8_t sum[FX_SHA256_LEN];
	double t = now();

	fx_sha256(sum, data, have);
	return now() - t;
}

/* By turns, the best of each. */
static void
measure(const char *what)
{
	double some = 1e9, more = 1e9, sha = 1e9, t;
	const double gib = (double)(1 << 30);
	uint64_t few, many;
	int i;

	if (have == 0)
		return;
	for (i = 0; i < 5; i++) {
		some = (t = scan(cards, &few)) < some ? t : some;
		more = (t = scan(all, &many)) < more ? t : more;
		sha = (t = hash()) < sha ? t : sha;
	}
	t = gib / (double)have;
	printf("%-10s %4zu MiB  cards %5.2f s/GiB, %6.0f anchors/MiB; all "
	       "%5.2f s/GiB, %6.0f; x %.2f, with SHA-256 (%.2f) x %.2f\n",
	    what, have >> 20, some * t, (double)few / (double)have * (1 << 20),
	    more * t, (double)many / (double)have * (1 << 20), more / some,
	    sha * t, (more + sha) / (some + sha));
	fflush(stdout);
}

static void
add(const char *path, off_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd == -1)
		return;
	while (size > 0 && have < MOST &&
	    (n = read(fd, data + have, MOST - have)) > 0) {
		have += (size_t)n;
		size -= n;
	}
	close(fd);
}

static int
add_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)ftw;
	if (type == FTW_F && st->st_size > 0 && st->st_size <= FILE_MOST)
		add(path, st->st_size);
	return have == MOST;
}

static void
gather(const char *what, const char *root)
{
	have = 0;
	nftw(root, add_file, 16, FTW_PHYS);
	measure(what);
}

static void
random_bytes(uint64_t s)
{
	for (have = 0; have < MOST; have += sizeof(s)) {
		s ^= s << 13;
		s ^= s >> 7;
		s ^= s << 17;
		memcpy(data + have, &s, sizeof(s));
	}
}

/* Lines as servers write them. */
static void
log_lines(uint64_t s)
{
	int n;

	for (have = 0; have + 256 < MOST / 2; have += (size_t)n) {
		s = s * 6364136223846793005 + 1442695040888963407;
		n = snprintf((char *)data + have, 256,
		    "2026-%02d-%02d %02d:%02d:%02d.%03d host%d sshd[%d]: "
		    "Accepted publickey for user%d from 10.%d.%d.%d port %d\n",
		    1 + (int)(s >> 60) % 12, 1 + (int)(s >> 55) % 28,
		    (int)(s >> 50) % 24, (int)(s >> 45) % 60,
		    (int)(s >> 40) % 60, (int)(s >> 35) % 1000,
		    (int)(s >> 33) % 4, (int)(s >> 20) % 65536,
		    (int)(s >> 30) % 9, (int)(s >> 10) % 256,
		    (int)(s >> 15) % 256, (int)(s >> 25) % 256,
		    (int)(s >> 44) % 65536);
	}
}

int
main(int argc, char **argv)
{
	size_t n = 0, i;

	if ((data = calloc(1, MOST)) == NULL)
		return 1;
	for (i = 0; carvers[i] != NULL; i++)
		if (strcmp(carvers[i]->group, "card") == 0) {
			cards[n] = carvers[i];
			all[n++] = carvers[i];
		}
	for (i = 0; i < FX_LEN(others); i++)
		all[n++] = &others[i];
	have = MOST;
	measure("zeros");
	random_bytes(88172645463325252);
	measure("random");
	gather("programs", "/usr/lib");
	gather("text", "/usr/include");
	log_lines(1);
	measure("logs");
	for (i = 1; i < (size_t)argc; i++) {
		have = 0;
		add(argv[i], MOST);
		measure(argv[i]);
	}
	free(data);
	return 0;
}
