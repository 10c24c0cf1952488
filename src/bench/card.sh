#!/usr/bin/env bash
# What a machine with an NVIDIA card is wanted for, on one without Java, Maven or a network.
#
# usage: card.sh FOLDER DATA    once `mvn package` has run here: packs a JDK, this project's jars, networks and data
# there: FOLDER/run.sh [NAME=VALUE...]    runs org.dnn.bench.OnCard and writes FOLDER/card.md; settings are those of Bench,
#                                         for example bench.rounds=3 bench.python=python3 bench.only=CubeTraining
set -euo pipefail

root="$(cd "$(dirname "$0")/../.." && pwd)"
out="$1"
data="$2"
found="$(readlink -f "$(command -v java || echo /)")"

for home in "${JAVA_HOME:-}" "${found%/bin/java}" "${found%/*/bin/java}"/*; do
  version="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null || true)"
  [ "${version:-0}" -ge 25 ] && [ -x "$home/bin/jlink" ] && break
done
[ "${version:-0}" -ge 25 ] || { echo "error: packing needs a JDK from 25 on; set JAVA_HOME to one" >&2; exit 2; }

rm -rf "$out"
mkdir -p "$out/lib" "$out/data" "$out/models/src/main" "$out/src/bench/src/main" "$out/src/compiler/src/test/resources"
"$home/bin/jlink" --add-modules java.base,java.compiler,java.logging,java.management,java.net.http,jdk.compiler,jdk.incubator.vector,jdk.unsupported,jdk.zipfs \
  --strip-debug --no-header-files --no-man-pages --output "$out/jdk"
tar cJf "$out/jdk.tar.xz" -C "$out" jdk
rm -r "$out/jdk"
cp "$root"/src/bench/target/lib/*.jar "$root"/src/bench/target/dnn-bench-*.jar "$out/lib/"
cp -r "$root/models/src/main/dnn" "$out/models/src/main/"
cp -r "$root/src/bench/src/main/dnn" "$root/src/bench/src/main/python" "$out/src/bench/src/main/"
cp -r "$root/src/compiler/src/test/resources/parity" "$out/src/compiler/src/test/resources/"
cp "$data"/*.csv "$data"/*.gz "$out/data/"
cat > "$out/run.sh" <<'RUN'
#!/usr/bin/env bash
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
[ -x "$here/jdk/bin/java" ] || tar xJf "$here/jdk.tar.xz" -C "$here"
# Folders that cannot be read are no reason to end.
libraries="$({ find / \( -name 'libcublas.so.1[23]' -o -name 'libnvrtc.so.1[23]' \) -not -path '/proc/*' -printf '%h\n' 2>/dev/null || true; } \
  | sort -u | paste -sd:)"
export LD_LIBRARY_PATH="$libraries:${LD_LIBRARY_PATH:-}"
exec "$here/jdk/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Dbench.root="$here" \
  -Dbench.data="$here/data" -Dbench.results="$here/card.md" "${@/#/-D}" -cp "$here/lib/*" org.dnn.bench.OnCard
RUN
chmod +x "$out/run.sh"
du -sh "$out"
