/* base_forgo.c - what is refused to a process that has given it up */
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "forensic/bytes.h"
#include "forensic/child.h"
#include "tap.h"

static char ours[] = "/tmp/base_forgo.XXXXXX";
static char theirs[] = "/tmp/base_forgo.XXXXXX";
static struct fx_confined in;

/* In one of the two folders: the errno of what was tried, or 0. */
static int
file_open(const char *dir, const char *name, int flags)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, flags | O_CLOEXEC, 0600);
	return fd == -1 ? errno : 0;
}

static int
file_move(const char *dir)
{
	char from[64], to[64];

	snprintf(from, sizeof(from), "%s/old", dir);
	snprintf(to, sizeof(to), "%s/moved", dir);
	return rename(from, to) == -1 ? errno : 0;
}

static int
file_delete(const char *dir, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return unlink(path) == -1 ? errno : 0;
}

static int
write_ours(void)
{
	return file_open(ours, "old", O_WRONLY | O_TRUNC);
}

static int
make_ours(void)
{
	return file_open(ours, "new", O_WRONLY | O_CREAT | O_EXCL);
}

static int
move_ours(void)
{
	return file_move(ours);
}

static int
read_theirs(void)
{
	return file_open(theirs, "old", O_RDONLY);
}

static int
write_theirs(void)
{
	return file_open(theirs, "old", O_WRONLY);
}

static int
make_theirs(void)
{
	return file_open(theirs, "new", O_WRONLY | O_CREAT | O_EXCL);
}

static int
move_theirs(void)
{
	return file_move(theirs);
}

static int
delete_theirs(void)
{
	return file_delete(theirs, "old");
}

static int
make_folder(void)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/folder", ours);
	return mkdir(path, 0700) == -1 ? errno : 0;
}

static int
open_rights(void)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/old", theirs);
	return chmod(path, 0777) == -1 ? errno : 0;
}

static int
run_program(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno;
}

static int
reach_network(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) == -1 ? errno : 0;
}

static int
reach_service(void)
{
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) == -1 ? errno : 0;
}

static int
trace_parent(void)
{
	return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == -1 ? errno : 0;
}

/* A child is had, spoken to and ended, as all who read for us are. */
static int
have_child(void)
{
	int sv[2], st = -1;
	pid_t pid;
	char c = 0;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sv) == -1)
		return errno;
	if ((pid = fork()) == 0)
		_exit(send(sv[1], "x", 1, 0) == 1 && pause() == 0);
	if (pid == -1 || recv(sv[0], &c, 1, 0) != 1 || c != 'x' ||
	    kill(pid, SIGTERM) == -1 || waitpid(pid, &st, 0) != pid)
		return errno;
	return WIFSIGNALED(st) ? 0 : ECHILD;
}

/* It can be confined further, and then reads no name at all. */
static int
confine_child(void)
{
	const struct fx_confine keep = { .files = 0 };
	struct fx_confined more = fx_confine(&keep);

	if (more.landlock != in.landlock || more.seccomp != in.seccomp)
		return ENOSYS;
	return read_theirs() == (in.landlock || in.seccomp ? EACCES : 0) ? 0
									 : EIO;
}

enum by { NEITHER, LANDLOCK, SECCOMP };

static const struct row {
	const char *what;
	int (*try)(void);
	enum by by; /* what must be in force for it to fail */
	int err;
} rows[] = {
	{ "write a file of the folder", write_ours, NEITHER, 0 },
	{ "make one", make_ours, NEITHER, 0 },
	{ "give one another name", move_ours, NEITHER, 0 },
	{ "read elsewhere", read_theirs, NEITHER, 0 },
	{ "have a child", have_child, NEITHER, 0 },
	{ "confine it further", confine_child, NEITHER, 0 },
	{ "write elsewhere", write_theirs, LANDLOCK, EACCES },
	{ "make a file elsewhere", make_theirs, LANDLOCK, EACCES },
	{ "move a file elsewhere", move_theirs, LANDLOCK, EACCES },
	{ "delete a file elsewhere", delete_theirs, LANDLOCK, EACCES },
	{ "make a folder", make_folder, LANDLOCK, EACCES },
	{ "open a file to others", open_rights, SECCOMP, EPERM },
	{ "run a program", run_program, SECCOMP, EPERM },
	{ "reach a network", reach_network, SECCOMP, EPERM },
	{ "reach a service", reach_service, SECCOMP, EPERM },
	{ "trace another process", trace_parent, SECCOMP, EPERM },
};

static bool
in_force(enum by by)
{
	return (by == LANDLOCK && in.landlock) || (by == SECCOMP && in.seccomp);
}

/* What a new process gets that tries it, having given all up. */
static int
forgo_and(int (*try)(void))
{
	const char *folders[] = { ours };
	int st = -1;
	pid_t pid;

	fflush(stdout);
	if ((pid = fork()) == 0) {
		in = fx_forgo(folders, FX_LEN(folders));
		_exit(try());
	}
	return pid != -1 && waitpid(pid, &st, 0) == pid && WIFEXITED(st)
	    ? WEXITSTATUS(st)
	    : -1;
}

static int
what_is(void)
{
	return in.landlock | in.seccomp << 1;
}

int
main(void)
{
	const struct row *r;
	int got;

	if (mkdtemp(ours) == NULL || mkdtemp(theirs) == NULL)
		return 1;
	got = forgo_and(what_is);
	in.landlock = got & 1;
	in.seccomp = (got & 2) != 0;
	printf("# Landlock %d, seccomp %d\n", in.landlock, in.seccomp);
	for (r = rows; r < rows + FX_LEN(rows); r++) {
		if (r->by != NEITHER && !in_force(r->by)) {
			ok(true, "%s # SKIP no %s in this build or kernel",
			    r->what, r->by == SECCOMP ? "seccomp" : "Landlock");
			continue;
		}
		file_open(ours, "old", O_WRONLY | O_CREAT);
		file_open(theirs, "old", O_WRONLY | O_CREAT);
		is_int(forgo_and(r->try), r->err, "%s", r->what);
	}
	file_delete(theirs, "old");
	file_delete(ours, "old");
	file_delete(ours, "new");
	file_delete(ours, "moved");
	ok(rmdir(ours) == 0 && rmdir(theirs) == 0, "nothing left behind");
	return done();
}
