#!/usr/bin/env bash
# Holds two checkouts of Grainflow against the promise "same seed, same bytes".
#
# Usage: docs/checks/same-bytes.sh [--keep DIR] BEFORE_DIR AFTER_DIR
#
#   BEFORE_DIR   a checkout whose results are right, usually of an older commit
#   AFTER_DIR    a checkout that must give the same
#   --keep DIR   leave BEFORE's results in DIR/before; if they lie there already they are taken as they are, and BEFORE_DIR
#                is not run
#   --help       this text
#
# Each checkout works with its own ./grainflow, which builds itself first where needed:
#
#   simulate     finished photographs and raw mosaics
#   train        noise: heteroscedastic, naflow, flow-srgb, noise-flow on packed raw, with clean and with noisy targets;
#                denoisers: dncnn on pairs, on made noise with one thread, and on packed raw, unet on noisy targets;
#                small ones, for 6 to 50 steps
#   synth        with its own heteroscedastic and noise-flow; with naflow-polyu by camera and ISO, like an image, and of pairs
#   denoise      a PNG with its own unet, dncnn-polyu (as it chooses and in bfloat16), bm3d and nlm;
#                TIFF images of 24.6 million pixels in bands, 16 bits: colours with dncnn-polyu, a raw mosaic with BEFORE's dncnn
#   old files    AFTER reads models that BEFORE wrote (inspect, denoise, synth), and resumes trainings that were killed in BEFORE
#                (naflow, flow-srgb, noise-flow, dncnn, unet): they must end in the bytes of AFTER's own uninterrupted ones
#
# Two to three minutes for each on two cores, a third of it for the large image. Results depend on the processor, which chooses
# number formats: compare what was made on one machine.
#
# Both learn from the images that BEFORE simulated, so that one difference does not make everything else different.
#
# Prints one line per comparison:
#
#   same                                     every byte is
#   tensors same, metadata differ: KEYS      of a model, or of what inspect says: the numbers are the same, what is said about them is not
#   checkpoint differs: HOW                  no fault by itself: it only has to be resumed, which is compared
#   DIFFERENT: HOW                           anything else: tensors, images, manifests, a command that failed
#
# Exit status: 0 no DIFFERENT, 1 DIFFERENT (AFTER's results are left for a look), 2 the check could not be made.
# Needs bash, python3 (3.8 or newer, nothing but its standard library), sha256sum, and 1 GB in the folder for temporary files.

set -euo pipefail

fail() {
  printf 'same-bytes: %s\n' "$1" >&2
  exit 2
}

keep=
checkouts=()
while [ $# -gt 0 ]; do
  case $1 in
  --help | -h)
    sed -n '2,/^$/{s/^# \{0,1\}//;p}' "$0"
    exit 0
    ;;
  --keep)
    [ $# -ge 2 ] || fail "--keep needs a folder; see --help"
    keep=$2
    shift
    ;;
  -*) fail "unknown option $1; see --help" ;;
  *) checkouts+=("$1") ;;
  esac
  shift
done
[ ${#checkouts[@]} -eq 2 ] || fail "give two checkouts, BEFORE_DIR and AFTER_DIR; see --help"
command -v python3 >/dev/null || fail "no python3 found; it is needed to read model files"
for checkout in "${checkouts[@]}"; do
  [ -x "$checkout/grainflow" ] || fail "$checkout has no ./grainflow; give the root of a checkout"
done
before_home=$(cd "${checkouts[0]}" && pwd)
after_home=$(cd "${checkouts[1]}" && pwd)

# Threads that wait sleep at once: that takes less from whatever else runs on the machine, and gives the same bytes.
export GOMP_SPINCOUNT=${GOMP_SPINCOUNT-0}

work=$(mktemp -d "${TMPDIR:-/tmp}/same-bytes.XXXXXX")
leave_results=no
clean_up() {
  rm -rf "$work/large"
  [ "$leave_results" = yes ] || rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# --- what one checkout does ---
# Everything runs in the folder of that checkout's results and names files relative to it, so that no path gets into a result:
#   results/  what is compared
#   inputs    a link to BEFORE's results
#   stopped/  what is left of killed trainings (BEFORE only)
#   resumed/  what they end in (AFTER only)
#   logs/     what the commands said

# The words of a training without its --out, in the array "training". Validations cost more than steps: there are few.
training_words() {
  local srgb=inputs/simulate-srgb raw=packed:inputs/simulate-raw
  local plan=(--seed 5 --set patchSize=32 --set batchSize=4 --set validations=2)
  case $1 in
  heteroscedastic) training=(noise heteroscedastic --data "$srgb" --seed 5 --threads 2) ;;
  naflow)
    training=(noise naflow --data "$srgb" "${plan[@]}" --steps 50 --threads 2 --set features=32 --set hidden=16
      --set checkpointEvery=10)
    ;;
  flow-srgb)
    training=(noise flow-srgb --data "$srgb" "${plan[@]}" --steps 6 --threads 2 --set width=8 --set checkpointEvery=1)
    ;;
  noise-flow) training=(noise noise-flow --data "$raw" "${plan[@]}" --steps 50 --threads 2 --set checkpointEvery=5) ;;
  # clean images in the place of second shots: the way of learning is that without clean images
  noise-flow-noisy)
    training=(noise noise-flow --data "$raw" --target noisy "${plan[@]}" --steps 8 --threads 2)
    ;;
  dncnn)
    training=(denoiser dncnn --data "$srgb" "${plan[@]}" --steps 50 --threads 2 --set depth=8 --set features=32
      --set checkpointEvery=5)
    ;;
  dncnn-one-thread)
    training=(denoiser dncnn --data "$srgb" --noise inputs/train/heteroscedastic.safetensors "${plan[@]}" --steps 20 --threads 1
      --set depth=5 --set features=16)
    ;;
  dncnn-raw) training=(denoiser dncnn --data "$raw" "${plan[@]}" --steps 10 --threads 2 --set depth=3 --set features=8) ;;
  unet)
    training=(denoiser unet --data "$srgb" --noise gaussian:25 --target noisy "${plan[@]}" --steps 20 --threads 2
      --set checkpointEvery=2)
    ;;
  *) fail "no training $1" ;;
  esac
}

# Those that are also killed and resumed, with the step after which they are killed.
resumable=(naflow:20 flow-srgb:2 noise-flow:20 dncnn:20 unet:8)

# Runs one command of a checkout; what it says goes to logs/NAME, and if it fails a line to the file "failed".
step() { # NAME WORD...
  local name=$1 begun=$SECONDS
  shift
  "$home/grainflow" "$@" >"logs/$name" 2>&1 </dev/null || printf '%s: %s\n' "$name" "$(tail -n 1 "logs/$name")" >>failed
  printf '  %s (%d s)\n' "$name" $((SECONDS - begun)) >&2
}

simulate_all() {
  step simulate-srgb simulate --out results/simulate-srgb --camera vc-phone,vc-compact --iso 800,3200 --scenes 5 --size 96 \
    --seed 7 --threads 2
  step simulate-raw simulate --out results/simulate-raw --domain raw --camera vc-phone --iso 800,3200 --scenes 8 --size 128 \
    --seed 7 --threads 2
}

train_all() {
  local name training
  for name in heteroscedastic naflow flow-srgb noise-flow noise-flow-noisy dncnn dncnn-one-thread dncnn-raw unet; do
    training_words "$name"
    step "train-$name" train "${training[@]}" --out "results/train/$name.safetensors"
  done
}

synth_all() {
  local clean=inputs/simulate-srgb/clean noisy=inputs/simulate-srgb/noisy/vc-phone-iso800-scene000.png
  local phone=(--camera vc-phone --iso 800 --seed 3 --threads 2)
  # synth-* use this checkout's own models, read-* those that BEFORE wrote
  step synth-heteroscedastic synth --model results/train/heteroscedastic.safetensors --clean "$clean" "${phone[@]}" \
    --out results/synth-heteroscedastic
  step synth-noise-flow synth --model results/train/noise-flow.safetensors --clean inputs/simulate-raw/clean "${phone[@]}" \
    --out results/synth-noise-flow
  step read-heteroscedastic synth --model inputs/train/heteroscedastic.safetensors --clean "$clean" "${phone[@]}" \
    --out results/read-heteroscedastic
  step read-naflow synth --model inputs/train/naflow.safetensors --clean "$clean/vc-phone-scene001.png" "${phone[@]}" \
    --out results/read-naflow
  step synth-polyu synth --model naflow-polyu --clean "$clean/vc-phone-scene000.png" --camera canon-eos-80d --iso 3200 \
    --seed 3 --threads 2 --out results/synth-polyu
  step synth-like synth --model naflow-polyu --clean "$clean/vc-phone-scene001.png" --like "$noisy" \
    --like-clean "$clean/vc-phone-scene000.png" --seed 3 --threads 2 --out results/synth-like
  step synth-like-estimated synth --model naflow-polyu --clean "$clean/vc-phone-scene001.png" --like "$noisy" \
    --seed 3 --threads 2 --out results/synth-like-estimated
  step synth-pairs synth --model naflow-polyu --data inputs/simulate-srgb --split validation --sampling mixture \
    --seed 3 --threads 2 --out results/synth-pairs
}

denoise_all() {
  local noisy=inputs/simulate-srgb/noisy/vc-compact-iso3200-scene002.png
  step denoise-polyu denoise --model dncnn-polyu --images "$noisy" --threads 2 --out results/denoise-polyu
  step denoise-polyu-bf16 denoise --model dncnn-polyu --precision bf16 --images "$noisy" --threads 2 \
    --out results/denoise-polyu-bf16
  step denoise-bm3d denoise --model bm3d --images "$noisy" --threads 2 --out results/denoise-bm3d
  step denoise-nlm denoise --model nlm --images "$noisy" --threads 2 --out results/denoise-nlm
  step denoise-own denoise --model results/train/unet.safetensors --images "$noisy" --threads 2 --out results/denoise-own
  step read-denoiser denoise --model inputs/train/dncnn.safetensors --images "$noisy" --threads 2 --out results/read-denoiser
  large_denoise denoise-bands rgb --model dncnn-polyu
  large_denoise denoise-bands-raw mosaic --model inputs/train/dncnn-raw.safetensors --levels 600:65000
}

# The restored image is large: its hash is kept in its place.
large_denoise() { # NAME IMAGE WORD...
  local name=$1 image=$2
  shift 2
  step "$name" denoise "$@" --images "$work/large/$image.tif" --threads 2 --out "$work/large/out"
  mkdir -p "results/$name"
  if [ -e "$work/large/out/$image.tif" ]; then
    sha256sum <"$work/large/out/$image.tif" >"results/$name/$image.tif.sha256"
    rm "$work/large/out/$image.tif"
  fi
}

inspect_all() {
  local name
  mkdir -p results/inspect
  for name in heteroscedastic naflow dncnn; do
    step "inspect-$name" inspect "inputs/train/$name.safetensors" --json "results/inspect/$name.json"
  done
}

# Starts trainings and kills them with SIGKILL when their checkpoint has come far enough.
stop_all() {
  local entry name training begun
  mkdir -p stopped
  for entry in "${resumable[@]}"; do
    name=${entry%:*}
    begun=$SECONDS
    training_words "$name"
    python3 "$work/tool.py" stop "stopped/$name.safetensors.checkpoint" "${entry#*:}" \
      "$home/grainflow" train "${training[@]}" --out "stopped/$name.safetensors" >"logs/stop-$name" 2>&1 </dev/null ||
      fail "the training $name of $home could not be stopped half way: $(tail -n 1 "logs/stop-$name")"
    printf '  stop-%s (%d s)\n' "$name" $((SECONDS - begun)) >&2
  done
}

resume_all() { # BEFORE
  local entry name training
  mkdir -p resumed
  for entry in "${resumable[@]}"; do
    name=${entry%:*}
    training_words "$name"
    cp "$1/stopped/$name.safetensors.checkpoint" "resumed/$name.safetensors.checkpoint"
    step "resume-$name" train "${training[@]}" --out "resumed/$name.safetensors" --resume
    # one that began anew would end in the same bytes
    grep -q 'going on from step' "logs/resume-$name" || echo "resume-$name: did not go on from BEFORE's checkpoint" >>failed
  done
}

# Makes all results of a checkout in a folder.
make_results() { # HOME FOLDER INPUTS
  local home=$1
  mkdir -p "$2/results/train" "$2/logs"
  cd "$2"
  ln -s "$3" inputs
  "$home/grainflow" --version >logs/version 2>&1 || fail "$home cannot be run: $(tail -n 1 logs/version)"
  simulate_all
  train_all
  synth_all
  denoise_all
  inspect_all
}

# --- reading, comparing, and images to work on ---
write_tool() {
  cat >"$1" <<'PYTHON'
"""What the check cannot do in the shell. Safetensors: 8 bytes with the header's length, a JSON header, the numbers."""
import array, hashlib, json, os, random, signal, struct, subprocess, sys, time


def safetensors(path):
    """The metadata, and name -> (type, shape, bytes)."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        numbers = file.read()
    metadata = header.pop("__metadata__", {})
    return metadata, {
        name: (entry["dtype"], entry["shape"], numbers[entry["data_offsets"][0]:entry["data_offsets"][1]])
        for name, entry in header.items()
    }


def leaves(value, name=""):
    """Path -> value of everything in nested JSON; metadata values are JSON in strings."""
    if isinstance(value, str) and value[:1] in "{[":
        try:
            value = json.loads(value)
        except ValueError:
            pass
    if isinstance(value, dict) or isinstance(value, list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        found = {}
        for key, inner in items:
            found.update(leaves(inner, f"{name}/{key}" if name else str(key)))
        return found or {name: value}
    return {name: value}


def differing(before, after):
    """The names whose values differ or that only one has."""
    return sorted(name for name in {**before, **after} if name not in before or name not in after or before[name] != after[name])


def listed(names):
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def contents(path):
    with open(path, "rb") as file:
        return file.read()


def digest(path):
    return hashlib.sha256(contents(path)).hexdigest()


def how_models_differ(before, after, checkpoint):
    """How they differ, and whether that is a fault."""
    (metadata_before, tensors_before), (metadata_after, tensors_after) = safetensors(before), safetensors(after)
    keys = differing(leaves(metadata_before), leaves(metadata_after))
    tensors = differing(tensors_before, tensors_after)
    if checkpoint:
        parts = [f"tensors {listed(tensors)}"] if tensors else []
        parts += [f"metadata {listed(keys)}"] if keys else []
        return "checkpoint differs: " + ("; ".join(parts) or "order of its contents"), False
    if tensors:
        return f"DIFFERENT: tensors {listed(tensors)}" + (f"; metadata {listed(keys)}" if keys else ""), True
    return "tensors same, metadata differ: " + (listed(keys) or "order of the file's contents"), False


def how_files_differ(before, after):
    """How two files differ (empty if they do not), and whether that is a fault."""
    for path, side in ((before, "BEFORE"), (after, "AFTER")):
        if not os.path.exists(path):
            return f"DIFFERENT: {side} has none", True
    if digest(before) == digest(after):
        return "", False
    if before.endswith((".safetensors", ".safetensors.checkpoint")):
        try:
            return how_models_differ(before, after, before.endswith(".checkpoint"))
        except (ValueError, KeyError, TypeError, struct.error) as e:
            return f"DIFFERENT: not to be read as safetensors ({e})", True
    if before.endswith(".json"):
        try:
            keys = differing(leaves(json.loads(contents(before))), leaves(json.loads(contents(after))))
            return f"tensors same, metadata differ: {listed(keys) or 'spelling'}", False
        except ValueError as e:
            return f"DIFFERENT: not to be read as JSON ({e})", True
    if before.endswith(".sha256"):
        return "DIFFERENT: sha256 of the image", True
    return f"DIFFERENT: sha256 {digest(before)[:12]} and {digest(after)[:12]}", True


def files(folder):
    return {os.path.relpath(os.path.join(root, name), folder) for root, _, names in os.walk(folder) for name in names}


def show(what, name):
    print(f"{what or 'same':<6}  {name}", flush=True)


def compare(before, after):
    """Compares two folders of results; folders in which nothing differs get one line, but each model has its own."""
    groups = {}
    for name in sorted(files(before) | files(after)):
        folder = name.split(os.sep)[0]
        groups.setdefault(name if folder in ("train", "inspect") else folder, []).append(name)
    faults = 0
    for group, names in groups.items():
        found = {name: how_files_differ(os.path.join(before, name), os.path.join(after, name)) for name in names}
        faults += sum(fault for _, fault in found.values())
        if not any(what for what, _ in found.values()):
            show("", group if names == [group] else f"{group}: {len(names)} file" + "s" * (len(names) > 1))
        else:
            for name in names:
                show(found[name][0], name)
    return 1 if faults else 0


def compare_resumed(resumed, whole, names):
    faults = 0
    for name in names:
        file = name + ".safetensors"
        what, fault = how_files_differ(os.path.join(whole, file), os.path.join(resumed, file))
        show(what.replace("BEFORE", "the uninterrupted training").replace("AFTER", "the resumed training"), f"resumed {name}")
        faults += fault
    return 1 if faults else 0


def stop(checkpoint, step, training):
    """Starts a training and kills it once its checkpoint is of that step or a later one; 1 if it ended before."""
    # the launcher replaces itself by the JVM: its process is the one to kill
    with subprocess.Popen(training) as process:
        try:
            while process.poll() is None:
                if os.path.exists(checkpoint) and json.loads(safetensors(checkpoint)[0]["progress"])["step"] >= step:
                    break
                time.sleep(0.02)
        finally:
            process.kill()
    # a training that ended by itself has a status of 0 or more
    return 0 if process.returncode == -signal.SIGKILL else 1


def picture(path, channels, width=4100, height=6000, rows_per_strip=64):
    """A 16-bit TIFF of stripes with noise, too large to be restored at once. Rows repeat, each time moved along."""
    source = random.Random(1)  # random() gives the same with every version of Python
    rows = []
    for _ in range(8):
        row = array.array("H", (
            int(12000 + 400 * (x // channels % 97) + 3000 * (source.random() - source.random())) for x in range(width * channels)))
        if sys.byteorder == "big":
            row.byteswap()
        rows.append(row.tobytes())
    with open(path, "wb") as file:
        file.write(struct.pack("<2sHI", b"II", 42, 0))
        offsets, lengths = [], []
        for top in range(0, height, rows_per_strip):
            strip = bytearray()
            for y in range(top, min(height, top + rows_per_strip)):
                cut = y * 37 % width * channels * 2
                strip += rows[y % 8][cut:] + rows[y % 8][:cut]
            offsets.append(file.tell())
            lengths.append(len(strip))
            file.write(strip)
        strips = len(offsets)
        places = file.tell()
        file.write(struct.pack(f"<{2 * strips}I", *offsets, *lengths))
        bits = file.tell()
        file.write(struct.pack("<4H", 16, 16, 16, 16))
        # width, height, bits, no compression, grey or RGB, strips, samples per pixel, rows per strip, lengths of strips
        short, long = 3, 4
        tags = [
            (256, long, 1, width), (257, long, 1, height), (258, short, channels, bits if channels == 3 else 16),
            (259, short, 1, 1), (262, short, 1, 2 if channels == 3 else 1), (273, long, strips, places),
            (277, short, 1, channels), (278, long, 1, rows_per_strip), (279, long, strips, places + 4 * strips),
        ]
        directory = file.tell()
        file.write(struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4))
        file.seek(4)
        file.write(struct.pack("<I", directory))
    return 0


command, *words = sys.argv[1:]
sys.exit({
    "compare": lambda: compare(*words),
    "compare-resumed": lambda: compare_resumed(words[0], words[1], words[2:]),
    "stop": lambda: stop(words[0], int(words[1]), words[2:]),
    "picture": lambda: picture(words[0], int(words[1])),
}[command]())
PYTHON
}

write_tool "$work/tool.py"
mkdir "$work/large"

make_pictures() {
  [ -e "$work/large/mosaic.tif" ] && return
  python3 "$work/tool.py" picture "$work/large/rgb.tif" 3
  python3 "$work/tool.py" picture "$work/large/mosaic.tif" 1
}

# Kept results are of use only to the commands that made them.
recipe() {
  {
    declare -f training_words simulate_all train_all synth_all denoise_all large_denoise inspect_all stop_all
    declare -p resumable
    sed -n '/^def picture/,/^    return 0/p' "$work/tool.py"
  } | sha256sum | cut -d ' ' -f 1
}
commit() {
  git -C "$1" describe --always --dirty --abbrev=40 --exclude '*' 2>/dev/null || echo unknown
}

# --- BEFORE ---
begun=$SECONDS
if [ -n "$keep" ]; then
  mkdir -p "$keep"
  keep=$(cd "$keep" && pwd)
  before=$keep/before
else
  before=$work/before
fi
if [ -d "$before" ]; then
  [ "$(cat "$before/recipe" 2>/dev/null)" = "$(recipe)" ] ||
    fail "$before was made by another version of this check; remove it, or give another --keep"
  printf 'BEFORE: %s, kept in %s\n' "$(cat "$before/commit")" "$before" >&2
else
  printf 'BEFORE: %s\n' "$before_home" >&2
  make_pictures
  # complete or not there at all, whatever ends this
  partial=$(mktemp -d "$(dirname "$before")/before.XXXXXX")
  trap 'rm -rf "$partial"; clean_up' EXIT
  (
    make_results "$before_home" "$partial" results
    [ ! -e failed ] || fail "$before_home cannot do what is to be compared: $(cat failed)"
    home=$before_home
    stop_all
  )
  chmod 755 "$partial"
  recipe >"$partial/recipe"
  commit "$before_home" >"$partial/commit"
  # another run may have been faster
  mv -T "$partial" "$before" 2>/dev/null || [ -d "$before" ] || fail "cannot write $before"
  rm -rf "$partial"
  printf 'BEFORE took %d s\n' $((SECONDS - begun)) >&2
fi

# --- AFTER ---
begun=$SECONDS
printf 'AFTER: %s (%s)\n' "$after_home" "$(commit "$after_home")" >&2
make_pictures
(
  make_results "$after_home" "$work/after" "$before/results"
  home=$after_home
  resume_all "$before"
)
printf 'AFTER took %d s\n' $((SECONDS - begun)) >&2

# --- both ---
status=0
python3 "$work/tool.py" compare "$before/results" "$work/after/results" || status=1
python3 "$work/tool.py" compare-resumed "$work/after/resumed" "$work/after/results/train" "${resumable[@]%:*}" || status=1
if [ -e "$work/after/failed" ]; then
  sed 's/^/DIFFERENT: AFTER failed in /' "$work/after/failed"
  status=1
fi
if [ "$status" -ne 0 ]; then
  leave_results=yes
  printf 'AFTER differs from BEFORE; its results and what it said lie in %s\n' "$work/after" >&2
fi
exit "$status"
