#!/usr/bin/env bash
# Runs fuzz targets, two at a time, from the saved corpora: run.sh SECONDS [TARGET...]
#
# The inputs of regressions/ come first. A finding ends with status 1; it lies in artifacts/TARGET. Corpora grow in
# work/TARGET, which overnight.sh packs into corpus/. FUZZ_JOBS is how many run at once.
set -euo pipefail
cd "$(dirname "$0")"
seconds=$1
shift
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  for file in fuzz_targets/*.rs; do targets+=("$(basename "$file" .rs)"); done
fi
programs=$(./build.sh --bins | tail -1)
export programs seconds

one() {
  local target=$1 log
  mkdir -p "work/$target" "artifacts/$target" "regressions/$target"
  [ -f "corpus/$target.tar.gz" ] && tar -xzf "corpus/$target.tar.gz" -C "work/$target"
  log=work/$target.log
  # Longer inputs find nothing more in these targets, and take longer.
  local longest=512 options=()
  [ "$target" = formats ] && longest=4096
  # Entropic weighs inputs by every one of thousands of counters, which took half of the time of this target; and from seeds of a few bytes
  # libFuzzer does not get to whole texts by itself.
  [ "$target" = plan ] && options=(-entropic=0 -len_control=0)
  if "$programs/$target" "regressions/$target" -runs=0 -verbosity=0 > "$log" 2>&1 \
    && "$programs/$target" "work/$target" -seed=1 -max_total_time="$seconds" -max_len=$longest -timeout=10 -rss_limit_mb=1024 \
      -artifact_prefix="artifacts/$target/" -print_final_stats=1 -verbosity=0 "${options[@]}" >> "$log" 2>&1; then
    printf '%-16s %12s executions\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")"
  else
    printf '%-16s FAILED\n' "$target"
    grep -E -A4 'panicked|ERROR|Test unit' "$log" || tail -20 "$log"
    return 1
  fi
}
export -f one
printf '%s\n' "${targets[@]}" | xargs -P "${FUZZ_JOBS:-2}" -I {} bash -c 'one "$1"' _ {}
