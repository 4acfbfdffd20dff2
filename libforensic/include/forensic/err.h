/* err.h - the one error type of the library: a code, and words for a person */
#ifndef FORENSIC_ERR_H
#define FORENSIC_ERR_H

#include <stdint.h>

enum fx_code {
	FX_OK = 0,
	FX_EARG,    /* the caller broke the contract */
	FX_ENOMEM,  /* an allocation was refused */
	FX_EIO,     /* the operating system said no: see sys */
	FX_EFORMAT, /* the input is not what it claims to be */
	FX_ELIMIT,  /* the input is well formed but past a named limit */
	FX_EBROKEN, /* evidence does not verify */
};

/* Filled if, and only if, the call that was given it fails. */
struct fx_err {
	enum fx_code code;
	int sys;       /* errno when code is FX_EIO, else 0 */
	uint64_t off;  /* where in the input, in bytes; else 0 */
	char msg[256]; /* one line, no newline, never evidence bytes */
};

/*
 * Fill err and return -1, so that callers write: return fx_fail(err, ...);
 * Words past the size of msg are cut.
 */
int fx_fail(struct fx_err *err, enum fx_code code, uint64_t off,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* The same for FX_EIO: keeps errno and appends strerror(3) to the words. */
int fx_fail_sys(struct fx_err *err, uint64_t off, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
