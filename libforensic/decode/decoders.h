/* decoders.h - the registry: every decoder, in the order of list.def */
#ifndef DECODE_DECODERS_H
#define DECODE_DECODERS_H

#include "forensic/decode.h"

#define DECODER(name) extern const struct fx_decoder decode_##name;
#include "list.def"
#undef DECODER

extern const struct fx_decoder hold_tar, hold_zip;

#endif
