#!/usr/bin/env bash
# Builds the npm package `ungarble` and the web page: target/npm and target/web.
#
#   build.sh            the whole language model
#   build.sh --small    half of its n-grams and no embedding
#
# The standard library of wasm32 is the one of the toolchain if it has one (`rustup target add wasm32-unknown-unknown`).
# Else Debian's compiler and its sources are unpacked under target/wasm, nothing being installed, and the library is built
# with the module. Needs cargo and npm.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
target=wasm32-unknown-unknown
work=$root/target/wasm
features=() std=()
[ "${1:-}" = --small ] && features=(--no-default-features)

# Unpacks Debian's compiler.
toolchain() {
  local library names
  [ ! -x "$work/toolchain/usr/bin/rustc" ] || return 0
  command -v apt-get > /dev/null && command -v dpkg-deb > /dev/null || return 0
  [ -n "$(apt-cache policy rustc-web 2> /dev/null)" ] || apt-get update --quiet || return 0
  # Versions are part of the names of two packages.
  library=$(apt-cache depends libstd-rust-web-dev 2> /dev/null | sed -n 's/^ *Depends: \(libstd-rust-web-[0-9.]*\)$/\1/p')
  [ -n "$library" ] || return 0
  names=$(apt-cache depends "$library" | sed -n 's/^ *Depends: \(libllvm[0-9]*\)$/\1/p')
  rm -rf "$work/toolchain" "$work/debian"
  mkdir -p "$work/toolchain" "$work/debian"
  # shellcheck disable=SC2086 # one word each
  (cd "$work/debian" && apt-get download --quiet -o APT::Sandbox::User=root rustc-web libstd-rust-web-dev rust-web-src "$library" $names) || return 0
  for package in "$work"/debian/*.deb; do
    case $package in
      # Of the sources, the library alone: the compiler's are ten times as many.
      */rust-web-src*) dpkg-deb --fsys-tarfile "$package" |
        tar x -C "$work/toolchain" --wildcards './usr/src/rustc-*/library/*' './usr/lib/rustlib/*' ;;
      *) dpkg-deb --fsys-tarfile "$package" | tar x -C "$work/toolchain" --exclude='./usr/share/*' --exclude='./usr/libexec/*' ;;
    esac
  done
  rm -rf "$work/debian"
}

if [ ! -d "$(rustc --print sysroot)/lib/rustlib/$target" ]; then
  toolchain
  export RUSTC=$work/toolchain/usr/bin/rustc
  if [ ! -x "$RUSTC" ]; then
    echo "build.sh: the toolchain has no standard library for $target, and Debian's package rustc-web is not to be had:" >&2
    echo "build.sh: install the target, by rustup target add $target" >&2
    exit 1
  fi
  linker=$(find "$(rustc --print sysroot)/lib/rustlib" -name rust-lld -print -quit 2> /dev/null)
  [ -n "$linker" ] || linker=$(command -v wasm-ld) || linker=
  if [ -z "$linker" ]; then
    echo "build.sh: there is no linker for $target: install lld" >&2
    exit 1
  fi
  libraries=$(dirname "$(find "$work/toolchain/usr/lib" -name 'librustc_driver-*' -print -quit)")
  export LD_LIBRARY_PATH=$libraries CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker
  # What nightly compilers alone may do: to build the standard library.
  export RUSTC_BOOTSTRAP=1
  std=(-Zbuild-std=std,panic_abort)
fi
CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_PROFILE_RELEASE_STRIP=symbols CARGO_PROFILE_RELEASE_PANIC=abort CARGO_TARGET_DIR=$work/build \
  cargo build --release --locked -p ungarble-wasm --lib --target "$target" "${features[@]}" "${std[@]}"

tools=$root/target/tools/npm
[ -x "$tools/node_modules/.bin/tsc" ] ||
  npm install --prefix "$tools" --no-save --no-package-lock --no-audit --no-fund --silent typescript@5.9.3
tsc=$tools/node_modules/.bin/tsc

# The package.
package=$root/target/npm/ungarble
rm -rf "$package"
"$tsc" -p crates/wasm/npm
cp "$work/build/$target/release/ungarble_wasm.wasm" "$package/ungarble.wasm"
cp crates/wasm/npm/{package.json,README.md} crates/python/{LICENSE-APACHE,LICENSE-MIT,NOTICE-en,NOTICE-en-lm} "$package"

# The page.
page=$root/target/web
rm -rf "$page"
"$tsc" -p web
mkdir "$page/ungarble"
cp "$package"/{index.js,ungarble.wasm} "$page/ungarble"
cp web/{index.html,style.css,icon.svg} "$page"
for notice in NOTICE-en NOTICE-en-lm; do cp "$package/$notice" "$page/$notice.txt"; done

echo "target/npm/ungarble: $(wc -c < "$package/ungarble.wasm") bytes of WebAssembly; gzip $(gzip -9 < "$package/ungarble.wasm" | wc -c)"
