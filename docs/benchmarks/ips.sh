#!/bin/bash
# The IPS engine on a synthetic repository, as whole processes from the client's start to its end against a snapupd that was
# just started and has cached nothing: beside pkg(1) where that is on the PATH, and beside a floor: tar -x, sha1sum.
# Needs a built tree (mvn package) and python3; root, if owners are to be set.
#
# usage: ips.sh [ROUNDS [FOLDER]]    (default: 3, a temporary folder)
#
# A FOLDER is kept, with the repository in it (1 GB), and used again. All of it must be on the filesystem to be measured.
set -eu
export LC_ALL=C.UTF-8
root=$(cd "$(dirname "$0")/../.." && pwd -P)
rounds=${1:-3}
keep=${2:-}
folder=${keep:-$(mktemp -d "${TMPDIR:-/tmp}/snapup-ips.XXXXXX")}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd -P)
work=$(mktemp -d "$folder/run.XXXXXX")
daemon=
export SNAPUP_SOCKET=$work/s.sock
heap=256m
command -v python3 >/dev/null || { echo "$0: needs python3" >&2; exit 1; }
[ -r "$root/daemon/target/lib/snapup-daemon.jar" ] || { echo "$0: snapup isn't built: run mvn package" >&2; exit 1; }

stop_daemon() {
    [ -n "$daemon" ] || return 0
    awk '/VmHWM/ { print $2 }' "/proc/$daemon/status" >>"$work/rss" 2>/dev/null || :
    kill "$daemon" 2>/dev/null || :
    wait "$daemon" 2>/dev/null || :
    daemon=
}

clean() {
    stop_daemon
    rm -rf "$work"
    [ -n "$keep" ] || rm -rf "$folder"
}
trap clean EXIT
trap 'exit 1' HUP INT TERM

snapup() { "$root/client/bin/snapup" "$@"; }

make_repository() {
    [ ! -e "$folder/complete" ] || return 0
    echo "making the repository: 2,009 stems of 3 versions"
    rm -rf "$folder/repo" "$folder/src"
    "$root/daemon/bin/snapup-repo" create -p bench "$folder/repo" >/dev/null
    for version in 1 2 3; do
        python3 "$root/docs/benchmarks/synthetic.py" "$folder/src" "$version"
        "$root/daemon/bin/snapup-repo" publish -s "$folder/repo" -d "$folder/src/$version/proto" \
            "$folder/src/$version/manifests"/*.p5m >/dev/null
    done
    tar -C "$folder/src/1/proto" -cf "$folder/all.tar" .
    (cd "$folder/src/1/proto" && find . -name 'p0[01]??' -o -name p0200 | sort) >"$work/some"
    tar -C "$folder/src/1/proto" -cf "$folder/some.tar" -T "$work/some"
    touch "$folder/complete"
}

# timed NAME COMMAND...: adds the seconds that a command takes to the file NAME; 4 (nothing to do) is a failure.
timed() {
    local name=$1 begin end
    shift
    sync -f "$work"
    begin=$EPOCHREALTIME
    "$@" >"$work/out" 2>&1 || { echo "$0: failed: $*" >&2; tail -n 20 "$work/out" "$work/snapupd.log" >&2; exit 1; }
    end=$EPOCHREALTIME
    python3 -c 'import sys; print(float(sys.argv[2]) - float(sys.argv[1]))' "$begin" "$end" >>"$work/$name.times"
}

# A snapupd over plain folders, whose live boot environment is $1; nothing is cached.
start_daemon() {
    local home=$1
    rm -rf "$home/state/cache"
    printf 'socket = "%s"\nstate = "%s"\n[storage]\ntype = "directory"\nroot = "%s"\nlive = "auto"\nreserve_mib = 1\n[packages]\nengine = "ips"\n' \
        "$SNAPUP_SOCKET" "$home/state" "$home/be" >"$home/snapupd.toml"
    chmod 600 "$home/snapupd.toml"
    SNAPUPD_JAVA_OPTS="-Xmx$heap ${SNAPUPD_JAVA_OPTS:-}" "$root/daemon/bin/snapupd" --config "$home/snapupd.toml" \
        >"$work/snapupd.log" 2>&1 </dev/null &
    daemon=$!
    for _ in $(seq 600); do
        if [ -S "$SNAPUP_SOCKET" ] && snapup be list >/dev/null 2>&1; then
            return
        fi
        kill -0 "$daemon" 2>/dev/null || break
        sleep 0.1
    done
    cat "$work/snapupd.log" >&2
    exit 1
}

# What one step of a job took, by its file: the package engine's part.
engine() {
    python3 - "$1" "$work" "$2" <<'PY'
import datetime, glob, json, os, re, sys
newest = max(glob.glob(sys.argv[1] + "/jobs/*.jsonl"), key=os.path.getmtime)
begin = spent = 0
for line in open(newest):
    entry = json.loads(line)
    stamp = re.sub(r"(\.\d{6})\d*Z$", r"\1Z", entry["t"]).replace("Z", "+00:00")
    at = datetime.datetime.fromisoformat(stamp).timestamp()
    if entry["data"].get("step") in ("preflight", "packages"):
        if entry["type"] == "Intent":
            begin = at
        elif entry["type"] == "Done":
            spent += at - begin
with open("%s/%s.engine" % (sys.argv[2], sys.argv[3]), "a") as out:
    print(spent, file=out)
PY
}

some=(bench/entire@1.0)
for number in $(seq 1 200); do some+=("$(printf 'bench/p%04d' "$number")"); done
every=(bench/entire@1.0 'bench/p*')

ours() {
    local home=$work/ours
    mkdir -p "$home/be"
    "$root/daemon/bin/snapup-image" create -p "bench=file://$folder/repo" "$home/be/be0" >/dev/null
    ln -s be0 "$home/be/live"
    cp -a "$home" "$work/large"
    start_daemon "$home"
    timed ours-install snapup install --deny-new-be "${some[@]}"
    engine "$home/state" ours-install
    stop_daemon
    start_daemon "$home"
    timed ours-update snapup image-update
    engine "$home/state" ours-update
    stop_daemon
    start_daemon "$work/large"
    timed ours-all snapup install --deny-new-be "${every[@]}"
    engine "$work/large/state" ours-all
    stop_daemon
    start_daemon "$work/large"
    timed ours-plan snapup image-update -n
    if snapup verify --help >/dev/null 2>&1; then
        timed ours-verify snapup verify
        timed ours-list snapup list
    fi
    stop_daemon
}

theirs() {
    local some_image=$work/some-pkg all_image=$work/all-pkg image
    for image in "$some_image" "$all_image"; do
        pkg image-create -F -p "bench=file://$folder/repo" "$image" >/dev/null
    done
    timed pkg-install pkg -R "$some_image" install "${some[@]}"
    timed pkg-update pkg -R "$some_image" update
    timed pkg-all pkg -R "$all_image" install "${every[@]}"
    timed pkg-plan pkg -R "$all_image" update -n
    timed pkg-verify pkg -R "$all_image" verify
    timed pkg-list pkg -R "$all_image" list
}

hash_all() { find "$work/tar-all" -type f -print0 | xargs -0 -P 2 -n 500 sha1sum; }

floor() {
    mkdir "$work/tar-some" "$work/tar-all"
    timed tar-install tar -x -C "$work/tar-some" -f "$folder/some.tar"
    timed tar-all tar -x -C "$work/tar-all" -f "$folder/all.tar"
    timed sum-verify hash_all
}

make_repository
for round in $(seq "$rounds"); do
    echo "round $round of $rounds"
    for side in ours floor $(command -v pkg >/dev/null && echo theirs); do
        "$side"
        find "$work" -mindepth 1 -maxdepth 1 ! -name '*.times' ! -name '*.engine' ! -name rss -exec rm -rf {} +
    done
done

python3 - "$work" "$heap" <<'PY'
import os, statistics, sys
work, heap = sys.argv[1:3]

def median(name, kind="times"):
    path = "%s/%s.%s" % (work, name, kind)
    return statistics.median(map(float, open(path))) if os.path.exists(path) else None

def row(what, ours, pkg, floor, goals):
    mine, peer, least = median("ours-" + ours), median("pkg-" + pkg), median(floor) if floor else None
    if mine is None:
        print("%-34s not there yet" % what)
        return
    engine = median("ours-" + ours, "engine")
    text = "%-34s %6.2f s" % (what, mine)
    text += " (engine %5.2f)" % engine if engine is not None else " " * 15
    text += "  pkg %6.2f s, %5.1f x (goal %s x)" % (peer, peer / mine, goals[0]) if peer else ""
    if least:
        text += "  floor %5.2f s, ratio %4.2f" % (least, mine / least) + (" (goal %s)" % goals[1] if goals[1] else "")
    print(text)

print("medians of whole processes, seconds; engine: its part of that")
row("install 200 packages, 4,000 files", "install", "install", "tar-install", (10, 2))
row("update those", "update", "update", None, (10, None))
row("install 2,009, 40,000 files", "all", "all", "tar-all", (10, None))
row("plan an update of 2,009", "plan", "plan", None, (20, None))
row("verify 40,000 files", "verify", "verify", "sum-verify", (1, 1.3))
row("list", "list", "list", None, (3, None))
print("snapupd ran with -Xmx%s; peak resident %d MB" % (heap, max(int(each) for each in open(work + "/rss")) // 1024))
PY
