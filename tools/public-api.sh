#!/usr/bin/env bash
# Compares the public interface with tests/public-api.txt, so that no change to it goes unseen.
#
#     tools/public-api.sh                   checks
#     TONGBAO_BLESS=1 tools/public-api.sh   writes the list anew: read its diff
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
# The listing comes from rustdoc's JSON, an unstable output that the stable compiler writes with this.
api() {
    RUSTC_BOOTSTRAP=1 cargo public-api --all-features -sss
}
if [ -n "${TONGBAO_BLESS:-}" ]; then
    api >tests/public-api.txt
else
    api | diff tests/public-api.txt -
fi
