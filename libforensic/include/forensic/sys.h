/* sys.h - clocks, randomness, the machine's names, what its processor can do */
#ifndef FORENSIC_SYS_H
#define FORENSIC_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "forensic/err.h"

enum { FX_TIME_LEN = 27, FX_BOOT_LEN = 36 };

/* Now, as YYYY-MM-DDThh:mm:ss.ffffffZ (UTC) and a NUL. */
void fx_time_now(char out[FX_TIME_LEN + 1]);

/* Is s a time in exactly that form, with a day that exists? Then its
 * microseconds since 1970 go to *us (NULL is fine). Returns 0 or -1. */
int fx_time_parse(const char *s, int64_t *us);

/* Microseconds since the machine started, suspension included. */
int64_t fx_time_up(void);

/* The kernel's identifier of this boot (a UUID in text); "" if it has none. */
void fx_boot_id(char out[FX_BOOT_LEN + 1]);

/* n random bytes from the kernel. Returns 0, or -1 and err. */
int fx_random(void *out, size_t n, struct fx_err *err);

/*
 * Random bytes that the kernel gave in advance, for who needs many: each is
 * handed out once and wiped.  { 0 } is none yet; ended by fx_chance_done.  A
 * process that forks must not take from it on both sides.
 */
struct fx_chance {
	uint8_t p[2048];
	size_t left;
};
int fx_chance_take(struct fx_chance *c, void *out, size_t n,
    struct fx_err *err); /* 0, or -1 and err */
void fx_chance_done(struct fx_chance *c);

/*
 * Is this a build for a sanitizer?  They map far more memory than the program
 * asks for, and make system calls of their own, as does Valgrind.
 */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FX_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define FX_SANITIZED 1
#endif
#endif
#ifndef FX_SANITIZED
#define FX_SANITIZED 0
#endif

/* Instructions that a kernel may be built for, each with those before it. */
enum fx_isa {
	FX_ISA_PORTABLE, /* none in particular */
	FX_ISA_SSE2,
	FX_ISA_AVX2,
	FX_ISA_AVX512, /* F, BW, VBMI */
};

/* What this processor has, and this build knows of. */
enum fx_isa fx_isa_most(void);

/*
 * What kernels are chosen by: that, or less where the environment's FX_ISA is
 * "portable", "sse2", "avx2" or "avx512", for tests and for comparison; any
 * other word, or more than there is, changes nothing.  It is asked once, at the
 * first call.  What is found never depends on it.
 */
enum fx_isa fx_isa(void);

#endif
