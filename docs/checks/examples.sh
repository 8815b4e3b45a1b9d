#!/usr/bin/env bash
# Installs Grainflow's artifacts into the local Maven repository, builds the project in examples/ against nothing but them, and runs one of its
# programs on a picture that the virtual camera makes.
#
#   docs/checks/examples.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

case "$(uname -s)-$(uname -m)" in
Linux-x86_64) platform=linux-x86_64 ;;
Linux-aarch64) platform=linux-arm64 ;;
Darwin-arm64) platform=macosx-arm64 ;;
Darwin-x86_64) platform=macosx-x86_64 ;;
*) platform=windows-x86_64 ;;
esac

./mvnw -B -ntp -q install -DskipTests -Dspotless.check.skip -Dmaven.javadoc.skip
cp -r examples "$folder/project"
./mvnw -B -ntp -q -f "$folder/project/pom.xml" -Dplatform=$platform compile \
    org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath -Dmdep.outputFile="$folder/classpath"
./grainflow simulate --scenes 1 --size 128 --camera vc-compact --iso 800 --out "$folder/pairs" >/dev/null
noisy=$(find "$folder/pairs" -path '*noisy*' -name '*.png' | head -n 1)
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$folder/project/target/classes:$(cat "$folder/classpath")" DenoiseFile "$noisy" "$folder/clean.png"
test -s "$folder/clean.png"
echo "examples: built from the installed artifacts, and DenoiseFile restored $(basename "$noisy")"
