#!/usr/bin/env bash
# Builds every target for libFuzzer with the stable toolchain, as `cargo fuzz build --sanitizer none` does: the crate forbids
# unsafe code, so that no sanitizer is needed.
set -euo pipefail
cd "$(dirname "$0")"
host=$(rustc -vV | sed -n 's/^host: //p')
RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
  -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1" \
  cargo build --release --target "$host" "$@"
echo "$PWD/target/$host/release"
