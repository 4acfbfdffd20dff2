/* base_sys.c - times in text, clocks, randomness, instructions */
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/sys.h"
#include "tap.h"

static const struct {
	const char *text;
	int rc;
	int64_t us;
} times[] = {
	{ "1970-01-01T00:00:00.000000Z", 0, 0 },
	{ "1970-01-01T00:00:00.000001Z", 0, 1 },
	{ "1969-12-31T23:59:59.999999Z", 0, -1 },
	{ "2001-09-09T01:46:40.000000Z", 0, 1000000000000000 },
	{ "2026-11-21T20:59:18.306028Z", 0, 1795294758306028 },
	{ "2038-01-19T03:14:08.000000Z", 0, 2147483648000000 },
	{ "9999-12-31T23:59:59.999999Z", 0, 253402300799999999 },
	{ "0000-01-01T00:00:00.000000Z", 0, -62167219200000000 },
	{ "2024-02-29T00:00:00.000000Z", 0, 1709164800000000 },
	{ "2000-02-29T00:00:00.000000Z", 0, 951782400000000 },
	/* Days and hours that do not exist. */
	{ "2023-02-29T00:00:00.000000Z", -1, 0 },
	{ "1900-02-29T00:00:00.000000Z", -1, 0 },
	{ "2026-02-30T00:00:00.000000Z", -1, 0 },
	{ "2026-04-31T00:00:00.000000Z", -1, 0 },
	{ "2026-00-01T00:00:00.000000Z", -1, 0 },
	{ "2026-13-01T00:00:00.000000Z", -1, 0 },
	{ "2026-01-00T00:00:00.000000Z", -1, 0 },
	{ "2026-01-32T00:00:00.000000Z", -1, 0 },
	{ "2026-01-01T24:00:00.000000Z", -1, 0 },
	{ "2026-01-01T00:60:00.000000Z", -1, 0 },
	{ "2026-12-31T23:59:60.000000Z", -1, 0 },
	/* Other ways to write a time. */
	{ "", -1, 0 },
	{ "2026-01-01", -1, 0 },
	{ "2026-01-01T00:00:00Z", -1, 0 },
	{ "2026-01-01T00:00:00.000Z", -1, 0 },
	{ "2026-01-01T00:00:00.0000000Z", -1, 0 },
	{ "2026-01-01T00:00:00.000000", -1, 0 },
	{ "2026-01-01T00:00:00.000000Z ", -1, 0 },
	{ " 2026-01-01T00:00:00.00000Z", -1, 0 },
	{ "2026-01-01 00:00:00.000000Z", -1, 0 },
	{ "2026-01-01t00:00:00.000000z", -1, 0 },
	{ "2026-01-01T00:00:00,000000Z", -1, 0 },
	{ "2026-01-01T00:00:00.00000xZ", -1, 0 },
	{ "2026-01-01T00:00:00.-00001Z", -1, 0 },
	{ "+026-01-01T00:00:00.000000Z", -1, 0 },
	{ "2026-01-01T+1:00:00.000000Z", -1, 0 },
	{ "2026-01-01T00:00:00.000000+", -1, 0 },
};

static void
parse(size_t i)
{
	char *copy = strdup(times[i].text); /* exact: ASan sees an overread */
	int64_t us = 42;

	if (copy == NULL)
		return;
	is_int(fx_time_parse(copy, &us), times[i].rc, "\"%s\"", copy);
	is_int(us, times[i].rc == 0 ? times[i].us : 42, "\"%s\": microseconds",
	    copy);
	is_int(fx_time_parse(copy, NULL), times[i].rc, "\"%s\": asked only",
	    copy);
	free(copy);
}

/* Days from the year 0 to 9999, as the C library counts them. */
static void
days(void)
{
	enum { FIRST = -719528, LAST = 2932896, STEP = 13 };
	unsigned int wrong = 0;
	char text[64];
	struct tm tm;
	int64_t us;
	time_t sec;
	int day;

	for (day = FIRST; day <= LAST; day += STEP) {
		sec = (time_t)day * 86400 + 43201;
		gmtime_r(&sec, &tm);
		snprintf(text, sizeof text,
		    "%04d-%02d-%02dT%02d:%02d:%02d.000007Z", tm.tm_year + 1900,
		    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
		    tm.tm_sec);
		wrong += fx_time_parse(text, &us) != 0 ||
		    us != (int64_t)sec * 1000000 + 7;
	}
	is_int(wrong, 0, "days of all years are numbered rightly");
}

static void
now(void)
{
	char text[FX_TIME_LEN + 1];
	int64_t us = 0, before, up;

	before = (int64_t)time(NULL);
	fx_time_now(text);
	is_int(strlen(text), FX_TIME_LEN, "now, %s, has its length", text);
	is_int(fx_time_parse(text, &us), 0, "and its form");
	ok(us / 1000000 - before >= 0 && us / 1000000 - before <= 10,
	    "and is now");
	up = fx_time_up();
	ok(up > 0 && fx_time_up() >= up, "the machine's time goes on");
}

static void
boot(void)
{
	char id[FX_BOOT_LEN + 1], again[FX_BOOT_LEN + 1];

	fx_boot_id(id);
	fx_boot_id(again);
	is_str(id, again, "the boot has one name");
	ok(id[0] == '\0' ||
		(strlen(id) == FX_BOOT_LEN &&
		    strspn(id, "0123456789abcdef-") == FX_BOOT_LEN),
	    "which is a UUID, or nothing");
}

static void
chance(void)
{
	enum { MANY = 100000 };
	uint8_t *a = malloc(MANY), b[32] = { 0 };
	size_t i, seen[256] = { 0 }, rare = 0;
	struct fx_err err;

	if (a == NULL)
		return;
	is_int(fx_random(a, MANY, &err), 0, "many random bytes");
	is_int(fx_random(b, sizeof(b), &err), 0, "a few");
	is_int(fx_random(b, 0, &err), 0, "none");
	ok(memcmp(a, b, sizeof(b)) != 0, "are not the same");
	for (i = 0; i < MANY; i++)
		seen[a[i]]++;
	/* 390 of each on average; below 250 has odds of 10^-13 each. */
	for (i = 0; i < 256; i++)
		rare += seen[i] < 250;
	is_int(rare, 0, "every byte occurs, to the end");
	free(a);
}

/* What a process takes that has FX_ISA in its environment, or has it not. */
static int
isa_with(const char *name)
{
	int status = -1;
	pid_t pid;

	fflush(stdout); /* else a child would say it again */
	if ((pid = fork()) == 0) {
		if (name != NULL ? setenv("FX_ISA", name, 1) != 0
				 : unsetenv("FX_ISA") != 0)
			_exit(98);
		_exit((int)fx_isa());
	}
	if (pid == -1 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

/* Less may be asked for than there is, by its name; nothing else counts. */
/* Random bytes in advance: handed out once, and wiped. */
static void
advance(void)
{
	static const uint8_t none[16];
	struct fx_chance c = { 0 };
	uint8_t a[16], b[16], many[sizeof(c.p) + 1] = { 0 };
	unsigned int same = 0, kept = 0;
	struct fx_err err;
	size_t i, left;

	for (i = 0; i < 3 * sizeof(c.p) / sizeof(a); i++) {
		memcpy(b, a, sizeof(b));
		if (fx_chance_take(&c, a, sizeof(a), &err) == -1)
			break;
		same += i > 0 && memcmp(a, b, sizeof(a)) == 0;
		kept += memcmp(c.p + c.left, none, sizeof(none)) != 0;
	}
	is_int((long long)i, 3 * sizeof(c.p) / sizeof(a),
	    "there are always more");
	is_int(same, 0, "no 16 are like those before");
	is_int(kept, 0, "and none are kept");
	left = c.left;
	is_int(fx_chance_take(&c, many, sizeof(many), &err), 0, "many at once");
	ok(c.left == left && memcmp(many, none, sizeof(none)) != 0,
	    "come from the kernel");
	fx_chance_done(&c);
	is_int(c.left, 0, "all are gone in the end");
}

static void
instructions(void)
{
	static const char *const names[] = { "portable", "sse2", "avx2",
		"avx512" };
	static const char *const none[] = { "", "avx", "AVX2", "sse2 ", "0",
		"avx5120" };
	const int most = (int)fx_isa_most();
	int i;

	is_int(isa_with(NULL), most, "the processor's, of this one %s",
	    names[most]);
	for (i = 0; i < (int)FX_LEN(names); i++)
		is_int(isa_with(names[i]), i < most ? i : most, "FX_ISA=%s",
		    names[i]);
	for (i = 0; i < (int)FX_LEN(none); i++)
		is_int(isa_with(none[i]), most, "FX_ISA=\"%s\" is none",
		    none[i]);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(times); i++)
		parse(i);
	days();
	now();
	boot();
	chance();
	advance();
	instructions();
	return done();
}
