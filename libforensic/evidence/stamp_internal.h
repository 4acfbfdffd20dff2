/* stamp_internal.h - what a reply is made of, for stamp.c and stamp_verify.c */
#ifndef EVIDENCE_STAMP_INTERNAL_H
#define EVIDENCE_STAMP_INTERNAL_H

#include <openssl/ts.h>

#include "forensic/stamp.h"

struct fx_stamp {
	TS_RESP *resp;
	PKCS7 *token; /* borrowed from it, as is info */
	TS_TST_INFO *info;
	int64_t time;
};

#endif
