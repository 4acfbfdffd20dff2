/* power_calls.h - how what is written gets to the disk of power.h */
#ifndef POWER_CALLS_H
#define POWER_CALLS_H

#include "power.h"

/* The C library's calls, as libforensic makes them (ld's --wrap). */
int __real_open64(const char *path, int flags, ...);
ssize_t __real_write(int fd, const void *p, size_t n);
int __real_fsync(int fd);
int __real_unlink(const char *path);
int __real_rename(const char *old, const char *path);
int __real_renameat2(int d, const char *old, int e, const char *path,
    unsigned int flags);
int __wrap_open64(const char *path, int flags, ...);
ssize_t __wrap_write(int fd, const void *p, size_t n);
int __wrap_fsync(int fd);
int __wrap_unlink(const char *path);
int __wrap_rename(const char *old, const char *path);
int __wrap_renameat2(int d, const char *old, int e, const char *path,
    unsigned int flags);

static int
power_error(enum power_fault fault)
{
	errno = fault == POWER_ENOSPC ? ENOSPC : EIO;
	return -1;
}

/* May any of a write that ends so be on disk? */
static bool
power_reaches(enum power_fault fault)
{
	return fault == POWER_GOOD || fault == POWER_TORN || fault == POWER_CUT;
}

static struct power_node *
power_fd(int fd)
{
	return fd >= 0 && fd < POWER_FDS ? power.fds[fd] : NULL;
}

int
__wrap_open64(const char *path, int flags, ...)
{
	int name = power_name(path), fd;
	enum power_fault fault;
	mode_t mode = 0;
	va_list ap;
	bool new;

	if ((flags & O_CREAT) != 0) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	new = name != -1 && (flags & O_CREAT) != 0 && power.now[name] == NULL;
	if (new && (fault = power_step()) != POWER_GOOD)
		return power_error(fault);
	fd = __real_open64(path, flags, mode);
	if (fd == -1 || fd >= POWER_FDS)
		return fd;
	if (new)
		power_moved(name, -1, power_node_new());
	power.fds[fd] = name != -1 ? power.now[name] : NULL;
	/* "DIR" or "DIR/" */
	if (strncmp(path, power.dir, strlen(power.dir)) == 0 &&
	    path[strlen(power.dir) + strspn(path + strlen(power.dir), "/")] ==
		'\0')
		power.fds[fd] = &power.folder;
	return fd;
}

ssize_t
__wrap_write(int fd, const void *p, size_t n)
{
	struct power_node *node = power_fd(fd);
	enum power_fault fault = POWER_GOOD;
	off_t at;

	if (node == NULL)
		return __real_write(fd, p, n);
	at = lseek(fd, 0, SEEK_CUR);
	fault = power_step();
	if (fault == POWER_TORN)
		n /= 2;
	if (power_reaches(fault))
		power_change(node, p, n, (uint64_t)at);
	if (fault != POWER_GOOD && fault != POWER_TORN)
		return power_error(fault);
	return __real_write(fd, p, n); /* a short one is for the caller */
}

int
__wrap_fsync(int fd)
{
	struct power_node *node = power_fd(fd);
	enum power_fault fault;

	if (node == NULL)
		return __real_fsync(fd);
	if ((fault = power_step()) != POWER_GOOD)
		return power_error(fault);
	power_synced(node);
	return 0;
}

int
__wrap_unlink(const char *path)
{
	int name = power_name(path);
	enum power_fault fault;

	if (name == -1 || power.now[name] == NULL)
		return __real_unlink(path);
	if ((fault = power_step()) != POWER_GOOD) {
		if (fault == POWER_CUT)
			power_moved(name, -1, NULL);
		return power_error(fault);
	}
	power_moved(name, -1, NULL);
	return __real_unlink(path);
}

static int
power_rename(const char *old, const char *path, unsigned int flags)
{
	int from = power_name(old), to = power_name(path);
	enum power_fault fault;

	if (from == -1 || to == -1)
		abort(); /* the store renames within its folder */
	if ((flags & RENAME_NOREPLACE) != 0 && power.now[to] != NULL) {
		errno = EEXIST;
		return -1;
	}
	fault = power_step();
	if (fault == POWER_GOOD || fault == POWER_CUT)
		power_moved(to, from, power.now[from]);
	if (fault != POWER_GOOD)
		return power_error(fault);
	return __real_rename(old, path);
}

int
__wrap_rename(const char *old, const char *path)
{
	return power_rename(old, path, 0);
}

int
__wrap_renameat2(int d, const char *old, int e, const char *path,
    unsigned int flags)
{
	(void)d;
	(void)e;
	return power_rename(old, path, flags);
}

/* The VFS: SQLite's own for this system, and the disk in front of it. */
struct power_file {
	sqlite3_file base;
	sqlite3_file *real;
	struct power_node *node;
	bool names; /* the first sync of a new journal syncs its folder */
};

static struct power_file *
power_of(sqlite3_file *f)
{
	return (struct power_file *)(void *)f;
}

static int
power_code(enum power_fault fault, int code)
{
	return fault == POWER_ENOSPC ? SQLITE_FULL : code;
}

static int
vfs_close(sqlite3_file *f)
{
	return power_of(f)->real->pMethods->xClose(power_of(f)->real);
}

static int
vfs_read(sqlite3_file *f, void *p, int n, sqlite3_int64 off)
{
	sqlite3_file *real = power_of(f)->real;

	return power.off ? SQLITE_IOERR_READ
			 : real->pMethods->xRead(real, p, n, off);
}

static int
vfs_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 off)
{
	sqlite3_file *real = power_of(f)->real;
	enum power_fault fault = power_step();

	if (fault == POWER_TORN)
		n /= 2;
	if (power_reaches(fault))
		power_change(power_of(f)->node, p, (size_t)n, (uint64_t)off);
	if (fault == POWER_GOOD || fault == POWER_TORN) {
		int rc = real->pMethods->xWrite(real, p, n, off);

		if (fault == POWER_GOOD || rc != SQLITE_OK)
			return rc;
	}
	return power_code(fault, SQLITE_IOERR_WRITE);
}

static int
vfs_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	sqlite3_file *real = power_of(f)->real;
	enum power_fault fault = power_step();

	if (fault == POWER_GOOD || fault == POWER_CUT)
		power_change(power_of(f)->node, NULL, 0, (uint64_t)size);
	return fault == POWER_GOOD ? real->pMethods->xTruncate(real, size)
				   : power_code(fault, SQLITE_IOERR_TRUNCATE);
}

static int
vfs_sync(sqlite3_file *f, int flags)
{
	enum power_fault fault = power_step();

	(void)flags;
	if (fault != POWER_GOOD)
		return power_code(fault, SQLITE_IOERR_FSYNC);
	power_synced(power_of(f)->node);
	if (power_of(f)->names)
		power_synced(&power.folder);
	power_of(f)->names = false;
	return SQLITE_OK;
}

static int
vfs_size(sqlite3_file *f, sqlite3_int64 *size)
{
	sqlite3_file *real = power_of(f)->real;

	return power.off ? SQLITE_IOERR_FSTAT
			 : real->pMethods->xFileSize(real, size);
}

static int
vfs_lock(sqlite3_file *f, int level)
{
	sqlite3_file *real = power_of(f)->real;

	return real->pMethods->xLock(real, level);
}

static int
vfs_unlock(sqlite3_file *f, int level)
{
	sqlite3_file *real = power_of(f)->real;

	return real->pMethods->xUnlock(real, level);
}

static int
vfs_reserved(sqlite3_file *f, int *out)
{
	sqlite3_file *real = power_of(f)->real;

	return real->pMethods->xCheckReservedLock(real, out);
}

static int
vfs_control(sqlite3_file *f, int op, void *arg)
{
	sqlite3_file *real = power_of(f)->real;

	return real->pMethods->xFileControl(real, op, arg);
}

static int
vfs_sector(sqlite3_file *f)
{
	sqlite3_file *real = power_of(f)->real;

	return real->pMethods->xSectorSize(real);
}

static int
vfs_device(sqlite3_file *f)
{
	sqlite3_file *real = power_of(f)->real;

	return real->pMethods->xDeviceCharacteristics(real);
}

static const sqlite3_io_methods vfs_methods = {
	.iVersion = 1,
	.xClose = vfs_close,
	.xRead = vfs_read,
	.xWrite = vfs_write,
	.xTruncate = vfs_truncate,
	.xSync = vfs_sync,
	.xFileSize = vfs_size,
	.xLock = vfs_lock,
	.xUnlock = vfs_unlock,
	.xCheckReservedLock = vfs_reserved,
	.xFileControl = vfs_control,
	.xSectorSize = vfs_sector,
	.xDeviceCharacteristics = vfs_device,
};

static sqlite3_vfs *
vfs_real(const sqlite3_vfs *vfs)
{
	return vfs->pAppData;
}

static int
vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags,
    int *out)
{
	struct power_file *file = power_of(f);
	int name = path != NULL ? power_name(path) : -1, rc;
	enum power_fault fault;
	bool new;

	*file = (struct power_file){ .real = (sqlite3_file *)(void *)(file +
					 1) };
	if (name == -1)
		return SQLITE_CANTOPEN; /* the store needs no other files */
	new = (flags & SQLITE_OPEN_CREATE) != 0 && power.now[name] == NULL;
	if (new && (fault = power_step()) != POWER_GOOD)
		return power_code(fault, SQLITE_CANTOPEN);
	rc = vfs_real(vfs)->xOpen(vfs_real(vfs), path, file->real, flags, out);
	if (rc != SQLITE_OK)
		return rc;
	if (new)
		power_moved(name, -1, power_node_new());
	file->node = power.now[name];
	file->names = new && (flags & SQLITE_OPEN_MAIN_JOURNAL) != 0;
	file->base.pMethods = &vfs_methods;
	return SQLITE_OK;
}

static int
vfs_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
	int name = power_name(path), rc;
	enum power_fault fault;

	if (name == -1 || power.now[name] == NULL)
		return vfs_real(vfs)->xDelete(vfs_real(vfs), path, 0);
	if ((fault = power_step()) != POWER_GOOD) {
		if (fault == POWER_CUT)
			power_moved(name, -1, NULL);
		return power_code(fault, SQLITE_IOERR_DELETE);
	}
	power_moved(name, -1, NULL);
	rc = vfs_real(vfs)->xDelete(vfs_real(vfs), path, 0);
	if (rc != SQLITE_OK || sync == 0)
		return rc;
	if ((fault = power_step()) != POWER_GOOD)
		return power_code(fault, SQLITE_IOERR_DIR_FSYNC);
	power_synced(&power.folder);
	return SQLITE_OK;
}

/* Every database from now on goes through it. */
static void
power_install(void)
{
	static sqlite3_vfs vfs;
	sqlite3_vfs *real = power_must(sqlite3_vfs_find(NULL));

	vfs = *real;
	vfs.zName = "power";
	vfs.pNext = NULL;
	vfs.pAppData = real;
	vfs.szOsFile = real->szOsFile + (int)sizeof(struct power_file);
	vfs.xOpen = vfs_open;
	vfs.xDelete = vfs_delete;
	if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK)
		abort();
}

#endif
