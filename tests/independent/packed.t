#!/bin/sh
# packed.t - what tools and libraries packed is unpacked as it was, and what is
# damaged as far as it goes.
# shellcheck source=tests/tap.sh
. "$(dirname "$0")/../tap.sh"
python3 "$top/tests/independent/packed.py" "$HELPER/fxdecode"
