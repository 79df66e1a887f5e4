# Shared by the launchers beside it; sourced, never run. Needs bash, a JDK 17 or newer, and Maven.

SYMBIO_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

fail() {
  printf '%s\n' "$*" >&2
  exit 2
}

java_command() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/$1" ]; then
    printf '%s' "$JAVA_HOME/bin/$1"
  else
    command -v "$1"
  fi
}

require_tools() {
  JAVA=$(java_command java) || fail "Symbio needs Java 17 or newer, but there is no 'java'. On Debian: apt-get install openjdk-17-jdk-headless"
  local version
  version=$("$JAVA" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge 17 ] || fail "Symbio needs Java 17 or newer, but $JAVA is version ${version:-unknown}."
}

require_build_tools() {
  java_command javac >/dev/null || fail "Symbio is built with a JDK, but there is no 'javac'. On Debian: apt-get install openjdk-17-jdk-headless"
  command -v mvn >/dev/null || fail "Symbio is built with Maven 3.8.7 or newer, but there is no 'mvn'. On Debian: apt-get install maven"
}

# Options for Maven come from SYMBIO_MAVEN_OPTS, such as -Dmaven.repo.local=DIR, and from MAVEN_ARGS, which Maven reads
# itself only from 3.9 on.
maven() {
  local args=()
  # shellcheck disable=SC2206 # options are words
  args=(${SYMBIO_MAVEN_OPTS:-})
  if ! mvn -v 2>/dev/null | head -n 1 | grep -qE 'Maven (3\.9|3\.[1-9][0-9]|[4-9])'; then
    # shellcheck disable=SC2206
    args+=(${MAVEN_ARGS:-})
  fi
  (cd "$SYMBIO_HOME" && mvn -B "${args[@]}" "$@")
}

# A file or folder of the sources that changed after the last build; folders change when a file goes.
changed_source() {
  local built=$SYMBIO_HOME/ops/target/.built
  [ -e "$built" ] || { printf 'nothing built yet'; return; }
  (cd "$SYMBIO_HOME" && find pom.xml .mvn ./*/pom.xml ./*/*/pom.xml ./*/*/*/pom.xml ./*/src/main ./*/*/src/main -newer ops/target/.built -print 2>/dev/null | head -n 1)
}

build_if_needed() {
  require_tools
  [ -n "$(changed_source)" ] || return 0
  require_build_tools
  mkdir -p "$SYMBIO_HOME/ops/target"
  if command -v flock >/dev/null; then
    exec 9>"$SYMBIO_HOME/ops/target/.building"
    flock 9
    [ -n "$(changed_source)" ] || { exec 9>&-; return 0; }
  fi
  printf 'Building Symbio (the first time Maven also fetches its libraries) ...\n' >&2
  local started
  started=$(mktemp "$SYMBIO_HOME/ops/target/.started.XXXXXX")
  rm -rf "$SYMBIO_HOME/ops/target/lib"
  if ! maven -q -T1C -DskipTests -Dspotless.check.skip package >&2; then
    rm -f "$started"
    printf 'The build failed; see above.\n' >&2
    exit 1
  fi
  mv "$started" "$SYMBIO_HOME/ops/target/.built"
  exec 9>&- 2>/dev/null || true
}

# Replaces this process by one of the commands in dev.symbio.ops.Ops.
run_ops() {
  build_if_needed
  # shellcheck disable=SC2086 # options are words
  exec "$JAVA" -XX:+UseParallelGC -Dfile.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8 \
    ${SYMBIO_JAVA_OPTS:-} -Dops.home="$SYMBIO_HOME" \
    -cp "$SYMBIO_HOME/ops/target/classes:$SYMBIO_HOME/ops/target/lib/*" dev.symbio.ops.Ops "$@"
}
