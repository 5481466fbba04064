#!/usr/bin/env bash
# Run every line "name arguments" of a file at once on one GPU, each for SECONDS at most, average those of one name
# ("steady-1", "steady-2"), and pack the best weights and all logs.
#   bash training/gpu.sh RUNS.txt SECONDS OUT [ARRAYS]
set -uo pipefail
runs=$1 seconds=$2 out=$3 arrays=${4:-.gpu}
here=$(dirname "$0") work=${WORK:-$(mktemp -d)}
export PYTHONUNBUFFERED=1 OMP_NUM_THREADS=${OMP_NUM_THREADS:-4}
while read -r name arguments; do
  [[ -z $name || $name == \#* ]] && continue
  # shellcheck disable=SC2086 — the arguments are words of their own
  python3 "$here/train.py" --arrays "$arrays" --out "$work/$name" --seconds "$seconds" $arguments > "$work/$name.txt" 2>&1 &
done < "$runs"
wait
for log in "$work"/*.txt; do echo "== $log"; tail -n 4 "$log" | cut -c 1-900; done
python3 "$here/train.py" --arrays "$arrays" --mean "$work" | cut -c 1-900
python3 "$here/train.py" --pack "$work" --out "$out"
ls -l "$out"
