#!/bin/sh
# Kills a training N times (default 20) with SIGKILL at random moments, resumes it each time, and compares the final model
# with that of an uninterrupted run, byte for byte. Usage: docs/checks/kill-and-resume.sh [N] [STEPS]
set -eu
kills=${1:-20}
steps=${2:-1200}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$root/grainflow" simulate --out "$work/pairs" --scenes 6 --size 96 --seed 3 >/dev/null 2>&1
train() {
    "$root/grainflow" train denoiser dncnn --data "$work/pairs" --noise real --steps "$steps" --threads 2 --seed 5 \
        --set depth=5 --set features=16 --set patchSize=32 --set batchSize=4 --set checkpointEvery=7 "$@" >>"$work/log" 2>&1
}

train --out "$work/whole.safetensors"

same() {
    a=$(sha256sum <"$work/whole.safetensors")
    b=$(sha256sum <"$work/killed.safetensors")
    if [ "$a" != "$b" ]; then
        echo "DIFFERENT after $killed kills: ${a%% *} ${b%% *}" >&2
        exit 1
    fi
}

# A training that ends before it was killed often enough is compared, and begun anew.
killed=0
runs=0
while :; do
    # the launcher replaces itself by the JVM: its process is the one to kill
    "$root/grainflow" train denoiser dncnn --data "$work/pairs" --noise real --steps "$steps" --threads 2 --seed 5 \
        --set depth=5 --set features=16 --set patchSize=32 --set batchSize=4 --set checkpointEvery=7 \
        --out "$work/killed.safetensors" --resume >>"$work/log" 2>&1 &
    pid=$!
    if [ "$killed" -lt "$kills" ]; then
        sleep "$(awk -v s="$killed$$" 'BEGIN { srand(s); printf "%.2f", 1.5 + 3 * rand() }')"
        if kill -KILL "$pid" 2>/dev/null; then
            killed=$((killed + 1))
        fi
    fi
    wait "$pid" 2>/dev/null || true
    if [ -e "$work/killed.safetensors" ]; then
        same
        runs=$((runs + 1))
        [ "$killed" -lt "$kills" ] || break
        rm "$work/killed.safetensors" "$work/killed.safetensors.checkpoint"
    fi
done
echo "bit-identical: $runs trainings with $killed kills between them: ${a%% *}"
