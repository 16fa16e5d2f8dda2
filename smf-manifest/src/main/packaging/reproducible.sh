#!/bin/sh
# Builds the tree twice, in two folders, and compares every package byte by byte.
set -eu
cd "$(dirname "$0")/../../../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for build in one two; do
    mkdir "$work/$build"
    git ls-files -z | tar -c --null -T - | tar -x -C "$work/$build"
    (cd "$work/$build" && mvn -B -q -DskipTests package)
done
status=0
cd "$work/one/smf-manifest/target"
for package in *.tar.gz *.deb *.p5p; do
    [ -e "$package" ] || continue
    if cmp "$package" "$work/two/smf-manifest/target/$package"; then
        printf 'same bytes: %s\n' "$package"
    else
        status=1
    fi
done
exit "$status"
