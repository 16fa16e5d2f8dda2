#!/bin/sh
# The directory backend's copy of 40,000 small files against cp -a --reflink=auto and sync -f, by turns in one run.
# Usage: directory-copy.sh [FOLDER]: where to copy, on the filesystem in question; default: the temporary folder.
set -eu
folder=$(realpath "${1:-${TMPDIR:-/tmp}}")
cd "$(dirname "$0")/../.."
mvn -B -q -pl protocol,daemon -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/benchmark.classpath -Dmdep.includeScope=test
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
    -cp "daemon/target/test-classes:daemon/target/classes:$(cat daemon/target/benchmark.classpath)" \
    org.snapup.daemon.storage.directory.tree.CopyBenchmark "$folder"
