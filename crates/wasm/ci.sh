#!/usr/bin/env bash
# Builds the npm package and the page, and tests both: the package as it would be installed in Node, the page in Chromium.
# UNGARBLE_COMMAND is the command that plans are compared with. Installs Node and Chromium where they are missing.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)

missing=()
command -v node > /dev/null || missing+=(nodejs)
command -v npm > /dev/null || missing+=(npm)
command -v chromium > /dev/null || missing+=(chromium)
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update --quiet
  apt-get install --yes --quiet --no-install-recommends "${missing[@]}"
fi

./build.sh

# The package as npm packs it, among nothing but what its tests need.
test=$root/target/wasm/test
rm -rf "$test"
mkdir -p "$test"
echo '{ "private": true, "type": "module" }' > "$test/package.json"
npm pack --silent --pack-destination "$test" "$root/target/npm/ungarble" > /dev/null
npm install --prefix "$test" --no-save --no-package-lock --no-audit --no-fund --silent "$test"/ungarble-*.tgz smol-toml@1.9.1 axe-core@4.14.1
cp npm/test/* "$test"
"$root/target/tools/npm/node_modules/.bin/tsc" --noEmit --strict --module nodenext --target es2022 --lib es2022,dom "$test/types.ts"
(cd "$test" && UNGARBLE_ROOT=$root node --test)

python3 "$root/tests/browser/web.py" "$root/target/web" "$test/node_modules/axe-core/axe.min.js" "$UNGARBLE_COMMAND"
