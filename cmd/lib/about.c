/* about.c - this program, this machine, this user: what a run line tells */
#define PCRE2_CODE_UNIT_WIDTH 8

#include <gnu/libc-version.h>
#include <sys/utsname.h>

#include <archive.h>
#include <bzlib.h>
#include <libewf.h>
#include <lz4.h>
#include <lzma.h>
#include <magic.h>
#include <openssl/crypto.h>
#include <pcre2.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tsk/libtsk.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "about.h"
#include "forensic/bytes.h"
#include "forensic/hash.h"
#include "forensic/sys.h"

/* Libraries that have a part in what is found, as they are loaded now. */
static void
libs(struct about *a)
{
	const char *const all[] = { "glibc", gnu_get_libc_version(),
		"libarchive", archive_version_string(), "libbz2",
		BZ2_bzlibVersion(), "libcrypto",
		OpenSSL_version(OPENSSL_VERSION_STRING), "libewf",
		libewf_get_version(), "liblz4", LZ4_versionString(), "liblzma",
		lzma_version_string(), "libmagic", a->magic, "libpcre2",
		a->pcre2, "libtsk", tsk_version_get_str(), "libzstd",
		ZSTD_versionString(), "zlib", zlibVersion(), NULL };

	/* "10.42 2022-12-11" */
	if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) <= (int)sizeof(a->pcre2))
		pcre2_config(PCRE2_CONFIG_VERSION, a->pcre2);
	a->pcre2[strcspn(a->pcre2, " ")] = '\0';
	/* 544 is 5.44. */
	snprintf(a->magic, sizeof(a->magic), "%d.%02d", magic_version() / 100,
	    magic_version() % 100);
	memcpy(a->libs, all, sizeof(all));
	a->run.libs = a->libs;
}

/* The user's name, or the number where there is none. */
static void
user(char *out, size_t cap)
{
	struct passwd pw, *found = NULL;
	char text[4096];

	if (getpwuid_r(getuid(), &pw, text, sizeof(text), &found) == 0 &&
	    found != NULL)
		snprintf(out, cap, "%s", pw.pw_name);
	else
		snprintf(out, cap, "%u", (unsigned int)getuid());
}

int
about_this(struct about *a, int argc, char *argv[], struct fx_err *err)
{
	uint8_t sum[FX_SHA256_LEN];
	struct utsname name;

	*a = (struct about){ 0 };
	if (fx_sha256_file(sum, "/proc/self/exe", err) == -1)
		return -1;
	if ((a->argv = calloc((size_t)argc + 1, sizeof(*argv))) == NULL)
		return fx_fail(err, FX_ENOMEM, 0, "out of memory");
	memcpy(a->argv, argv, (size_t)argc * sizeof(*argv));
	fx_hex(a->exe, sum, sizeof(sum));
	if (uname(&name) == 0)
		snprintf(a->host, sizeof(a->host), "%s", name.nodename);
	user(a->user, sizeof(a->user));
	fx_boot_id(a->boot);
	libs(a);
	a->run.exe_sha256 = a->exe;
	a->run.argv = a->argv;
	a->run.host = a->host;
	a->run.user = a->user;
	a->run.boot = a->boot;
	a->run.notes = "";
	return 0;
}

void
about_done(struct about *a)
{
	free(a->argv);
	*a = (struct about){ 0 };
}
