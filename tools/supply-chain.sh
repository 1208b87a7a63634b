#!/usr/bin/env bash
# What the crate is made of: licences and sources of dependencies, dependencies that nobody uses, the
# package that would be published, and the public interface. Its tools are built once, which takes
# minutes; so this is no part of each CI run.
#
#     tools/supply-chain.sh           checks
#     TONGBAO_BLESS=1 tools/supply-chain.sh   writes tests/public-api.txt anew: read its diff
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
status=0
for tool in cargo-deny cargo-machete cargo-public-api; do
    command -v "$tool" >/dev/null || cargo install --locked "$tool" || exit 1
done
cargo deny --all-features check licenses bans sources || status=1
cargo machete || status=1
cargo package --locked --allow-dirty --no-verify || status=1
# Its listing comes from rustdoc's JSON, an unstable output that the stable compiler writes with this.
api() {
    RUSTC_BOOTSTRAP=1 cargo public-api --all-features -sss
}
if [ -n "${TONGBAO_BLESS:-}" ]; then
    api >tests/public-api.txt || status=1
else
    api | diff tests/public-api.txt - || status=1
fi
exit $status
