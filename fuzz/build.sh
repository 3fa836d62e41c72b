#!/usr/bin/env bash
# Builds every target for libFuzzer with the stable toolchain, as `cargo fuzz build --sanitizer none` does: the crate forbids
# unsafe code, so that no sanitizer is needed. Compared numbers are not traced: nearly all of them are those of classifiers and language
# models, which tell a fuzzer nothing and took two fifths of the time; compared bytes are seen all the same.
set -euo pipefail
cd "$(dirname "$0")"
host=$(rustc -vV | sed -n 's/^host: //p')
RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
  -Ccodegen-units=1" \
  cargo build --release --target "$host" "$@"
echo "$PWD/target/$host/release"
