/* image_confine.c - what a confined reader can no longer do */
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../libforensic/image/confine.h"
#include "tap.h"

static char dir[] = "/tmp/image_confine.XXXXXX";
static char ours[64], other[64];
static struct fx_confined in;

/* Each ends with the errno of what it tried, or 0. */
static int
read_ours(void)
{
	char c;
	int fd = open(ours, O_RDONLY | O_CLOEXEC);

	return fd == -1 || read(fd, &c, 1) != 1 ? errno : 0;
}

static int
read_other(void)
{
	return open(other, O_RDONLY | O_CLOEXEC) == -1 ? errno : 0;
}

static int
read_system(void)
{
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) == -1 ? errno : 0;
}

static int
read_folder(void)
{
	return open(dir, O_RDONLY | O_CLOEXEC) == -1 ? errno : 0;
}

static int
write_ours(void)
{
	return open(ours, O_WRONLY | O_CLOEXEC) == -1 ? errno : 0;
}

static int
make_file(void)
{
	return open(other, O_RDWR | O_CREAT | O_CLOEXEC, 0600) == -1 ? errno
								     : 0;
}

static int
delete_file(void)
{
	return unlink(other) == -1 ? errno : 0;
}

static int
connect_out(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) == -1 ? errno : 0;
}

static int
have_child(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid == -1 ? errno : 0;
}

static int
run_program(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno;
}

static int
make_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? errno : 0;
}

static int
kill_parent(void)
{
	return kill(getppid(), 0) == -1 ? errno : 0;
}

static int
take_memory(void)
{
	return mmap(NULL, UINT64_C(8) << 30, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
		   0) == MAP_FAILED
	    ? errno
	    : 0;
}

static int
take_some(void)
{
	void *p = malloc(64 << 20);
	int rc = p == NULL ? ENOMEM : 0;

	free(p);
	return rc;
}

enum by { NEITHER, LANDLOCK, SECCOMP };

static const struct row {
	const char *what;
	int (*try)(void);
	enum by by; /* what must be in force for it to fail */
	int err;    /* then; 0: killed */
} rows[] = {
	{ "read its file", read_ours, NEITHER, 0 },
	{ "take 64 MiB", take_some, NEITHER, 0 },
	{ "read another file", read_other, LANDLOCK, EACCES },
	{ "read the system's", read_system, LANDLOCK, EACCES },
	{ "read the folder", read_folder, LANDLOCK, EACCES },
	{ "write its file", write_ours, SECCOMP, 0 },
	{ "make a file", make_file, SECCOMP, 0 },
	{ "delete a file", delete_file, SECCOMP, 0 },
	{ "use the network", connect_out, SECCOMP, 0 },
	{ "fork", have_child, SECCOMP, 0 },
	{ "run a program", run_program, SECCOMP, 0 },
	{ "make code", make_code, SECCOMP, 0 },
	{ "signal its parent", kill_parent, SECCOMP, 0 },
	{ "take 8 GiB", take_memory, SECCOMP, ENOMEM },
};

static int
confined_try(const struct segments *files, int (*try)(void), int *tell)
{
	struct fx_confined c;
	int status = -1;
	pid_t pid;

	fflush(stdout);
	if ((pid = fork()) == -1)
		abort();
	if (pid == 0) {
		c = confine(files);
		if (tell != NULL)
			_exit(c.landlock | c.seccomp << 1);
		_exit(try());
	}
	waitpid(pid, &status, 0);
	if (tell != NULL)
		*tell = WEXITSTATUS(status);
	return status;
}

static void
check(const struct segments *files, const struct row *r)
{
	bool bound = (r->by == LANDLOCK && in.landlock) ||
	    (r->by == SECCOMP && in.seccomp);
	int status;

	if (r->by != NEITHER && !bound) {
		ok(true, "%s # SKIP not confined by %s in this build or kernel",
		    r->what, r->by == SECCOMP ? "seccomp" : "Landlock");
		return;
	}
	status = confined_try(files, r->try, NULL);
	if (!bound || r->err != 0)
		ok(WIFEXITED(status) && WEXITSTATUS(status) == r->err, "%s: %s",
		    r->what, r->err == 0 ? "it can" : "refused");
	else
		ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS,
		    "%s: killed", r->what);
}

static void
make(char path[64], const char *name)
{
	int fd;

	snprintf(path, 64, "%s/%s", dir, name);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd == -1 || write(fd, "x", 1) != 1 || close(fd) == -1)
		abort();
}

int
main(void)
{
	struct segments files = { 0 };
	struct fx_err err;
	int got = 0;
	size_t i;

	if (mkdtemp(dir) == NULL)
		abort();
	make(ours, "ours");
	make(other, "other");
	if (segments_add(&files, ours, &err) == -1)
		abort();
	confined_try(&files, NULL, &got);
	in.landlock = (got & 1) != 0;
	in.seccomp = (got & 2) != 0;
	ok(true, "Landlock %d, seccomp %d", in.landlock, in.seccomp);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(&files, &rows[i]);
	segments_done(&files);
	unlink(ours);
	unlink(other);
	ok(rmdir(dir) == 0, "nothing left behind");
	return done();
}
