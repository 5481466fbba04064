#!/usr/bin/env bash
# Run every line "name arguments" of a file at once on one GPU, each for SECONDS at most, average those of one name ("steady-1",
# "steady-2"), and pack the best weights and all logs. What follows a line "then SECONDS" starts when all before it is done; WORK in
# its arguments is the folder of the runs, so that a run can begin from a mean: `--base WORK/steady-mean/weights.safetensors`.
#   bash training/gpu.sh RUNS.txt SECONDS OUT [ARRAYS]
set -uo pipefail
runs=$1 seconds=$2 out=$3 arrays=${4:-.gpu}
here=$(dirname "$0") work=${WORK:-$(mktemp -d)}
mkdir -p "$work"
export PYTHONUNBUFFERED=1 OMP_NUM_THREADS=${OMP_NUM_THREADS:-4}
average() {
  for log in "$work"/*.txt; do echo "== $log"; tail -n 4 "$log" | cut -c 1-900; done
  python3 "$here/train.py" --arrays "$arrays" --mean "$work" | cut -c 1-900
}
while read -r name arguments; do
  [[ -z $name || $name == \#* ]] && continue
  if [[ $name == then ]]; then
    wait
    average
    seconds=$arguments
    continue
  fi
  # shellcheck disable=SC2086 — the arguments are words of their own
  python3 "$here/train.py" --arrays "$arrays" --out "$work/$name" --seconds "$seconds" ${arguments//WORK/$work} > "$work/$name.txt" 2>&1 &
done < "$runs"
wait
average
python3 "$here/train.py" --pack "$work" --out "$out"
ls -l "$out"
