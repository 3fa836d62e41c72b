#!/usr/bin/env bash
# Builds the wheel, installs it into a clean virtual environment, and tests it there with everything it works with.
# Needs Python 3.9 or later; installs Java, Tesseract and Ghostscript where they are missing.
set -euo pipefail
cd "$(dirname "$0")"
root=$PWD/../..

missing=()
command -v java > /dev/null || missing+=(default-jre-headless)
command -v tesseract > /dev/null || missing+=(tesseract-ocr)
command -v gs > /dev/null || missing+=(ghostscript)
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update --quiet
  apt-get install --yes --quiet --no-install-recommends "${missing[@]}"
fi

# Packages come while the wheel is built.
environment=$root/target/python
rm -rf "$environment" "$root/target/wheels"
python3 -m venv "$environment/build" "$environment/test"
"$environment/test/bin/pip" install --quiet --no-compile -r tests/requirements.txt &
packages=$!
"$environment/build/bin/pip" install --quiet 'maturin>=1.9,<2' 'ziglang>=0.13,<1'
export PATH=$environment/build/bin:$PATH
# Out of the source distribution, so that it is known to be whole. Its lock file has the versions of ours and fewer crates.
maturin sdist --out "$root/target/wheels"
mkdir "$environment/source"
tar --extract --gzip --touch --strip-components=1 --file "$root"/target/wheels/ungarble-*.tar.gz --directory "$environment/source"
# Linked by zig, against the C library of manylinux2014: that of this machine would ask for its own age wherever the wheel is installed.
(cd "$environment/source" && CARGO_TARGET_DIR=$root/target maturin build --release --zig --compatibility manylinux2014 \
  --compression-level 9 --out "$root/target/wheels")
# 20 MB of 10^6 bytes, as they are downloaded.
bytes=$(stat --format=%s "$root"/target/wheels/ungarble-*.whl)
echo "wheel: $bytes bytes"
[ "$bytes" -le 20000000 ]
wait $packages
"$environment/test/bin/pip" install --quiet --no-index "$root"/target/wheels/ungarble-*.whl

python=$environment/test/bin/python
UNGARBLE_ALL_TESTS=1 UNGARBLE_COMMAND=${UNGARBLE_COMMAND:-} "$python" -m pytest --quiet
