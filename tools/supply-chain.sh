#!/usr/bin/env bash
# What the crate is made of: licences and sources of dependencies, dependencies that nobody uses, the
# package that would be published, and the public interface. The tools are built once, which takes
# minutes; so this is no part of each CI run.
#
#     tools/supply-chain.sh
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
status=0
for tool in cargo-deny cargo-machete cargo-public-api; do
    command -v "$tool" >/dev/null || cargo install --locked "$tool" || exit 1
done
cargo deny --all-features check licenses bans sources || status=1
cargo machete || status=1
cargo package --locked --allow-dirty --no-verify || status=1
tools/public-api.sh || status=1
exit $status
