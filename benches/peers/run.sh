#!/usr/bin/env bash
# Installs the peers in a virtual environment below target/ and compares them with tongbao.
#
#     benches/peers/run.sh [--kilobytes N] [--limit SECONDS]
set -euo pipefail
export PIP_DISABLE_PIP_VERSION_CHECK=1
cd "$(dirname "$0")/../.."

venv=${CARGO_TARGET_DIR:-target}/peers
pins=benches/peers/requirements.txt
[ -d "$venv" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --constraint $pins setuptools
for peer in recognizers-text-suite jionlp chinese2digits cn2an jieba; do
    if ! "$venv/bin/pip" install --quiet --constraint $pins "$peer" 2>"$venv/error.txt"; then
        printf '%s not installed: %s\n' "$peer" "$(tail -1 "$venv/error.txt")"
    fi
done
PYTHONPATH=benches exec "$venv/bin/python" benches/peers/peers.py "$@"
