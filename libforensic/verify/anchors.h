/* anchors.h - check 10: what others vouch for, while it is checked */
#ifndef VERIFY_ANCHORS_H
#define VERIFY_ANCHORS_H

#include "internal.h"

/* A row of the table, with the note of the head that it is about. */
struct fxv_anchor {
	int64_t id;
	uint64_t size;
	const uint8_t *data; /* borrowed from a statement, as note is */
	size_t n;
	const char *note;
	size_t note_len;
};

/* "2026-11-21 12:34:56 UTC" */
void fxv_when(char out[FXV_WHEN_LEN], int64_t seconds);

/* A head that somebody saw at that time, in seconds since 1970. */
struct fxv_seen_at {
	uint64_t size;
	int64_t time;
};

/* Who vouches from when on that the head of size records was there. */
void fxv_since(struct fxv *v, uint64_t size, int64_t time, const char *who);

/* stamps.c: timestamps */
int fxv_stamps_begin(struct fxv *v); /* -1: said, or v->failed */
/* Read certificates, called what, out of n files. 0; -1: said, or v->failed */
int fxv_certificates(struct fxv *v, const char *const *files, size_t n,
    const char *what, struct fx_tsa **out);
void fxv_stamp(struct fxv *v, const struct fxv_anchor *a);
void fxv_stamps_end(struct fxv *v);

/* witnesses.c: signatures of others */
void fxv_cosignature(struct fxv *v, const struct fxv_anchor *a);
void fxv_witnesses_end(struct fxv *v);

/* signatures.c: by certificates. sealed: the record that seals it; 0: none */
void fxv_signature(struct fxv *v, const struct fxv_anchor *a, uint64_t sealed);
/* Of an exhibit, which tells of no seal. */
void fxv_signature_alone(struct fxv *v, const struct fxv_anchor *a);
void fxv_signatures_end(struct fxv *v); /* all else is known */
void fxv_signatures_done(struct fxv *v);

#endif
