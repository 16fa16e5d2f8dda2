#!/bin/bash
# The resident memory of snapupd, as its launcher starts it, before an image-update of many packages, at its peak and a
# minute after. Needs root, Debian's zfs-fuse, python3 and a built tree (mvn package).
#
# usage: daemon-memory.sh [PACKAGES [FILES]]    (default: 200 packages of 20 files; exit 1 above the goal of 120 MB)
# shellcheck source=docs/benchmarks/world.sh
name=memory
. "$(dirname "$0")/world.sh"
packages=${1:-200}
files=${2:-20}
goal_kib=$((120 * 1000 * 1000 / 1024))
settle=${SETTLE:-60}

make_pool 2048
publish 1 "$packages" "$files"
make_image "$packages"
publish 2 "$packages" "$files"
start_daemon

# memory FIELD: of snapupd, in KiB.
memory() { awk -v field="$1:" '$1 == field { print $2 }' "/proc/$daemon/status"; }

before=$(memory VmRSS)
begin=$SECONDS
update updated
took=$((SECONDS - begin))
at_end=$(memory VmRSS)
sleep "$settle"
after=$(memory VmRSS)
peak=$(memory VmHWM)
mb() { echo "$(($1 * 1024 / 1000000)) MB"; }
echo "$packages packages of $files files, updated in $took s"
echo "before $(mb "$before"), peak $(mb "$peak"), at the end $(mb "$at_end"), $settle s after $(mb "$after") (goal: 120 MB)"
awk -v a="$after" -v b="$before" -v g="$goal_kib" 'BEGIN { printf "ratio %.2f to before, %.2f to the goal\n", a / b, a / g }'
[ "$after" -le "$goal_kib" ]
