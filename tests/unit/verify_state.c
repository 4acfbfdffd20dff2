/* verify_state.c - the verifier's memory: read, grown, kept whole */
#include <sys/stat.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../libforensic/verify/internal.h"
#include "tap.h"

#define TITLE "fxverify state 1\n"
#define TAIL "0112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define ROOT "0" TAIL

static const struct {
	const char *what, *text;
	int found;
	uint64_t size;
} cases[] = {
	{ "nothing", "", 0, 0 },
	{ "a title alone", TITLE, 0, 0 },
	{ "the log", TITLE "a/b/c 16 " ROOT "\n", 1, 16 },
	{ "behind another", TITLE "a/b/d 9 " ROOT "\na/b/c 7 " ROOT "\n", 1,
	    7 },
	{ "a log whose name begins alike", TITLE "a/b/cc 9 " ROOT "\n", 0, 0 },
	{ "a log of which it is the beginning", TITLE "a/b 9 " ROOT "\n", 0,
	    0 },
	{ "the largest size", TITLE "a/b/c 18446744073709551615 " ROOT "\n", 1,
	    UINT64_MAX },
	{ "past it", TITLE "a/b/c 18446744073709551616 " ROOT "\n", -1, 0 },
	{ "no size", TITLE "a/b/c  " ROOT "\n", -1, 0 },
	{ "size 0", TITLE "a/b/c 0 " ROOT "\n", -1, 0 },
	{ "a zero in front", TITLE "a/b/c 016 " ROOT "\n", -1, 0 },
	{ "a sign", TITLE "a/b/c +16 " ROOT "\n", -1, 0 },
	{ "no root", TITLE "a/b/c 16 \n", -1, 0 },
	{ "a root too long", TITLE "a/b/c 16 " ROOT "0\n", -1, 0 },
	{ "a root of other letters", TITLE "a/b/c 16 G" TAIL "\n", -1, 0 },
	{ "no newline", TITLE "a/b/c 16 " ROOT, -1, 0 },
	{ "no title", "a/b/c 16 " ROOT "\n", -1, 0 },
	{ "another title", "fxverify state 2\n", -1, 0 },
	{ "half a title", "fxverify", -1, 0 },
	{ "an empty line", TITLE "\n", -1, 0 },
	{ "no origin", TITLE " 16 " ROOT "\n", -1, 0 },
};

static void
check_find(size_t i)
{
	size_t n = strlen(cases[i].text);
	uint8_t root[FX_SHA256_LEN] = { 0xee };
	char *copy = malloc(n + 1); /* exact but for a byte, for n 0 */
	uint64_t size = 0;

	memcpy(copy + 1, cases[i].text, n);
	is_int(fxv_state_find(copy + 1, n, "a/b/c", &size, root),
	    cases[i].found, "%s", cases[i].what);
	if (cases[i].found == 1) {
		ok(size == cases[i].size, "%s: size", cases[i].what);
		is_int(root[1], 0x11, "%s: root", cases[i].what);
	}
	free(copy);
}

static void
slurp(const char *path, char *out, size_t cap)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, out, cap - 1);

	out[n > 0 ? n : 0] = '\0';
	close(fd);
}

static void
check_store(void)
{
	char dir[] = "/tmp/verify-state-XXXXXX", path[64], temp[72];
	char text[1024];
	uint8_t root[FX_SHA256_LEN], other[FX_SHA256_LEN] = { 1 };
	struct fx_err err;
	struct stat st;
	int fd;

	fx_unhex(root, ROOT, sizeof(root));
	if (!ok(mkdtemp(dir) != NULL, "a folder"))
		return;
	snprintf(path, sizeof(path), "%s/state", dir);
	is_int(fxv_state_store(path, "a/b/c", 7, root, &err), 0, "first log");
	slurp(path, text, sizeof(text));
	is_str(text, TITLE "a/b/c 7 " ROOT "\n", "first log: the file");
	is_int(fxv_state_store(path, "x", 1, root, &err), 0, "second log");
	is_int(fxv_state_store(path, "a/b/c", 9, root, &err), 0, "it grows");
	slurp(path, text, sizeof(text));
	is_str(text, TITLE "x 1 " ROOT "\na/b/c 9 " ROOT "\n",
	    "it grows: the file");
	is_int(fxv_state_store(path, "a/b/c", 8, other, &err), 0,
	    "another check knew less");
	is_int(fxv_state_store(path, "a/b/c", 9, other, &err), 0,
	    "another check saw a fork");
	slurp(path, text, sizeof(text));
	is_str(text, TITLE "x 1 " ROOT "\na/b/c 9 " ROOT "\n",
	    "the first to see a head is believed");
	fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	ok(write(fd, "junk\n", 5) == 5, "a file of another kind");
	close(fd);
	is_int(fxv_state_store(path, "x", 1, root, &err), -1,
	    "it is not replaced");
	is_str(err.msg, "not a state file", "it is not replaced: the words");
	slurp(path, text, sizeof(text));
	is_str(text, "junk\n", "it stays");
	unlink(path);
	snprintf(temp, sizeof(temp), "%s.new", path);
	is_int(stat(temp, &st), -1, "no other file is left");
	is_int(rmdir(dir), 0, "nor anything else");
	is_int(fxv_state_store(path, "x", 1, root, &err), -1, "no folder");
	is_int(err.code, FX_EIO, "no folder: an error of the system");
}

int
main(void)
{
	size_t i;

	for (i = 0; i < FX_LEN(cases); i++)
		check_find(i);
	check_store();
	return done();
}
