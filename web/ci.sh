#!/bin/sh
# Checks the explorer's page: install, types, lint, format, unit tests, the committed build, and the tests in a browser.
# What cannot be done on this machine is said aloud and skipped; anything that fails ends it.
set -eu
cd "$(dirname "$0")"

skip() {
    echo "skipped: $*" >&2
}

say() {
    echo "── $*"
}

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    skip "everything about the page: Node (20.19 or later) is not here"
    exit 0
fi

say "install"
npm ci --no-audit --no-fund

say "types, lint, format"
cp src/api/schema.d.ts "${TMPDIR:-/tmp}/halha-schema.$$"
npm run --silent types >/dev/null
if ! cmp -s src/api/schema.d.ts "${TMPDIR:-/tmp}/halha-schema.$$"; then
    rm -f "${TMPDIR:-/tmp}/halha-schema.$$"
    echo "src/api/schema.d.ts was not made from crates/server/openapi.json: commit what 'npm run types' wrote" >&2
    exit 1
fi
rm -f "${TMPDIR:-/tmp}/halha-schema.$$"
npm run --silent basemap
npm run --silent check
npm run --silent lint

say "unit tests"
npm test --silent

say "is the committed build that of these sources?"
built="$(mktemp -d)"
trap 'rm -rf "$built"' EXIT
npx vite build --outDir "$built/dist" --emptyOutDir --logLevel warn
if ! diff -rq dist "$built/dist"; then
    echo "web/dist is not current: run 'npm ci && npm run build' in web/ and commit web/dist" >&2
    exit 1
fi

say "tests in a browser"
program="${HALHA:-}"
for candidate in ../target/release/halha ../target/debug/halha; do
    if [ -z "$program" ] && [ -x "$candidate" ] && "$candidate" explore --help >/dev/null 2>&1; then
        program="$candidate"
    fi
done
chromium="${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}"
if [ -n "${SKIP_BROWSER:-}" ]; then
    skip "tests in a browser: asked for without (SKIP_BROWSER)"
elif [ -z "$chromium" ]; then
    skip "tests in a browser: no Chromium (Debian: apt-get install chromium)"
elif [ -z "$program" ]; then
    skip "tests in a browser: no program that knows 'explore' (cargo build --release)"
else
    HALHA="$(realpath "$program")" CHROMIUM="$chromium" npm run --silent browser
fi
