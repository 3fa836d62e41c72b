#!/usr/bin/env bash
# Fuzzes every target for some time each and keeps what was learned: overnight.sh SECONDS [TARGET...]
#
# What was found is minimised and saved in regressions/TARGET, where run.sh, and so CI, tries it first from then on. The corpora
# are reduced to inputs that reach something of their own, and packed into corpus/. Add both to the repository, and the
# counts to README.md.
set -uo pipefail
cd "$(dirname "$0")"
seconds=$1
shift
./run.sh "$seconds" "$@"
found=$?
programs=$(./build.sh --bins 2> /dev/null | tail -1)
# Bytes of a packed corpus, at most: ten of them are below 2 MB.
most=190000

for artifact in artifacts/*/{crash,timeout,oom}-*; do
  [ -f "$artifact" ] || continue
  target=$(basename "$(dirname "$artifact")")
  smallest=$(mktemp)
  cp "$artifact" "$smallest"
  "$programs/$target" -minimize_crash=1 -max_total_time=60 -exact_artifact_path="$smallest" "$artifact" > /dev/null 2>&1
  name=$(sha1sum "$smallest" | cut -c1-12)
  mkdir -p "regressions/$target"
  mv "$smallest" "regressions/$target/$name"
  rm "$artifact"
  echo "regressions/$target/$name: mend it, then describe it in a test beside the code"
done

mkdir -p corpus
for work in work/*/; do
  target=$(basename "$work")
  rm -rf "work/$target.least"
  mkdir "work/$target.least"
  "$programs/$target" -merge=1 "work/$target.least" "$work" > /dev/null 2>&1
  # The smallest inputs first, as many as there is room for.
  ls -Sr "work/$target.least" > "work/$target.names"
  count=$(wc -l < "work/$target.names")
  while true; do
    head -n "$count" "work/$target.names" \
      | tar -cf - --sort=name --owner=0 --group=0 --mtime=@0 -C "work/$target.least" -T - | gzip -9n > "corpus/$target.tar.gz"
    [ "$(stat -c %s "corpus/$target.tar.gz")" -le $most ] && break
    count=$((count * 3 / 4))
  done
  rm -rf "work/$target.least" "work/$target.names"
  printf '%-16s %6s inputs saved\n' "$target" "$count"
done
exit $found
