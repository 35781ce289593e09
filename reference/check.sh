#!/usr/bin/env bash
# Everything that CI asks of the reference: its own tests, the comparison with the kernel, a few planted defects.
#
# About two minutes on two cores once the tests' dependencies are built. numpy and scipy are taken as they are found,
# or installed into $CARGO_TARGET_DIR/ci-tools. Exit status: 0 all is well, 1 kernel and reference disagree or a
# test fails, 75 numpy and scipy could not be had, so that nothing was checked.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
replications="${REFERENCE_REPLICATIONS:-1000}"
python=python3
if ! $python -c 'import numpy, scipy' 2>/dev/null; then
    environment="$CARGO_TARGET_DIR/ci-tools/reference"
    python="$environment/bin/python"
    if ! $python -c 'import numpy, scipy' 2>/dev/null; then
        if ! { python3 -m venv "$environment" && $python -m pip install --quiet -r reference/requirements.txt; }; then
            echo "numpy and scipy could not be installed: kernel and reference were not compared" >&2
            exit 75
        fi
    fi
fi

$python -m unittest discover --quiet -s reference/tests
$python reference/compare.py --dev --replications "$replications"
$python reference/compare.py --dev --replications 500 --prove branching killed-share autonomy-bonus ammunition memory
