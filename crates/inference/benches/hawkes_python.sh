#!/bin/sh
# Compares the maximum-likelihood fit of a self-exciting path of about 100,000 events with that of Python packages, on
# the same file and in the same minutes: our fit, theirs, ours again, several rounds each; mean processor times count.
#
# usage: crates/inference/benches/hawkes_python.sh [FOLDER]
# The virtual environment and the path lie in FOLDER (a new one under $TMPDIR if none is given), outside the repository.
# Exit 1 if our fit is not at least eight times as fast as the fastest package, or the optima differ.
set -eu
here=$(cd "$(dirname "$0")/../../.." && pwd)
folder=${1:-$(mktemp -d "${TMPDIR:-/tmp}/halha-hawkes.XXXXXX")}
mkdir -p "$folder"
if [ ! -x "$folder/venv/bin/python" ]; then
    python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install --quiet numpy scipy numba
    # Packages that fit all three parameters; one that does not build here is left out and said to be.
    for package in Hawkes HawkesPyLib hawkesbook; do
        "$folder/venv/bin/pip" install --quiet "$package" || echo "left out: $package does not install"
    done
fi
cd "$here"
cargo build --quiet --release -p halha-inference --example hawkes_fit
fit=${CARGO_TARGET_DIR:-$here/target}/release/examples/hawkes_fit
exec "$folder/venv/bin/python" "$here/crates/inference/benches/hawkes_python.py" "$fit" "$folder/path.txt"
