/* json.h - write JSON (RFC 8259), one compact line, into a buffer */
#ifndef FORENSIC_JSON_H
#define FORENSIC_JSON_H

#include "forensic/buf.h"

enum { FX_JSON_DEPTH = 8 };

/*
 * { .out = buffer } starts a text.  Keys come out in the order of the calls; a
 * writer of canonical JSON calls in sorted order.  Escapes are exactly \" \\ \b
 * \f \n \r \t and \u00xx in lower case for other controls below U+0020; all
 * else stands as it is (RFC 8785, 3.2.2.2).
 */
struct fx_json {
	struct fx_buf *out;
	unsigned int depth;
	bool more[FX_JSON_DEPTH + 1]; /* a comma is due at this depth */
};

void fx_json_open(struct fx_json *j, char bracket); /* '{' or '[' */
void fx_json_close(struct fx_json *j, char bracket);
void fx_json_key(struct fx_json *j, const char *key); /* "key": of a member */

/* A value: after a key, or in an array.  s is UTF-8, else use fx_json_bytes. */
void fx_json_int(struct fx_json *j, int64_t v);
void fx_json_str(struct fx_json *j, const char *s);
void fx_json_strn(struct fx_json *j, const char *s, size_t n);

/* The n bytes as a string if fx_utf8_ok, else as {"hex":"..."}. */
void fx_json_bytes(struct fx_json *j, const void *p, size_t n);

/* A value that is JSON already. */
void fx_json_raw(struct fx_json *j, const char *text);

/* A whole member of an object at once. */
void fx_json_kint(struct fx_json *j, const char *key, int64_t v);
void fx_json_kstr(struct fx_json *j, const char *key, const char *s);

#endif
