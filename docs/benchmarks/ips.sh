#!/bin/bash
# The IPS engine on a synthetic repository, as whole processes from the client's start to its end against a snapupd that was
# started and has rehearsed, and has cached nothing: beside pkg(1), $SNAPUP_TEST_PKG or on the PATH, where there is one, and beside a
# floor: tar -x of the same files, sha1sum of the same files on both processors, and, where there is a C compiler, what
# contents.c takes for the contents. All sides take turns, operation by operation. Needs a built tree (mvn package) and
# python3; root, if owners are to be set.
#
# usage: ips.sh [-k FOLDER] [-r ROUNDS] [-s STEMS] [-n PACKAGES]
#   -k  keeps the repository in FOLDER (1.5 GB with 2,009 stems) and uses it again; everything is measured on its filesystem
#   -r  3 by default
#   -s  stems in the repository, 2009 by default; -n  how many of them are installed and updated, 200 by default.
#       For a quick look: -s 209 -n 50
set -eu
export LC_ALL=C.UTF-8
root=$(cd "$(dirname "$0")/../.." && pwd -P)
rounds=3 stems=2009 some=200 keep=
while getopts k:r:s:n: option; do
    case $option in
        k) keep=$OPTARG ;;
        r) rounds=$OPTARG ;;
        s) stems=$OPTARG ;;
        n) some=$OPTARG ;;
        *) sed -n 's/^# usage/usage/p' "$0" >&2; exit 2 ;;
    esac
done
folder=${keep:-$(mktemp -d "${TMPDIR:-/tmp}/snapup-ips.XXXXXX")}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd -P)
world=$folder/$stems
work=$(mktemp -d "$folder/run.XXXXXX")
# As on most systems the socket is in memory, and with it what the daemon rehearses on. What is deleted on ext4 slows down
# whoever makes files in the next minutes, so nothing is deleted before the end.
memory=/dev/shm
[ -w "$memory" ] || memory=$work
run=$(mktemp -d "$memory/snapup-ips.XXXXXX")
daemon=
export SNAPUP_SOCKET=$run/s.sock
heap=256m
pkg=${SNAPUP_TEST_PKG:-$(command -v pkg || :)}
command -v python3 >/dev/null || { echo "$0: needs python3" >&2; exit 1; }
[ -r "$root/daemon/target/lib/snapup-daemon.jar" ] || { echo "$0: snapup isn't built: run mvn package" >&2; exit 1; }

stop_daemon() {
    [ -n "$daemon" ] || return 0
    awk '/VmHWM/ { print $2 }' "/proc/$daemon/status" >>"$work/rss" 2>/dev/null || :
    kill "$daemon" 2>/dev/null || :
    wait "$daemon" 2>/dev/null || :
    daemon=
    sed -n 's/.*Pause.* \([0-9]*\)M->.*/\1/p' "$work/gc.log" >>"$work/heap" 2>/dev/null || :
}

clean() {
    stop_daemon
    rm -rf "$work" "$run"
    [ -n "$keep" ] || rm -rf "$folder"
}
trap clean EXIT
trap 'exit 1' HUP INT TERM

snapup() { "$root/client/bin/snapup" "$@"; }

numbered() { seq -f 'p%04g' "$1"; }

make_repository() {
    [ ! -e "$world/complete" ] || return 0
    echo "making the repository: $stems stems of 3 versions"
    rm -rf "$world"
    mkdir -p "$world"
    "$root/daemon/bin/snapup-repo" create -p bench "$world/repo" >/dev/null
    for version in 1 2 3; do
        python3 "$root/docs/benchmarks/synthetic.py" "$world/src" "$version" "$stems"
        "$root/daemon/bin/snapup-repo" publish -s "$world/repo" -d "$world/src/$version/proto" \
            "$world/src/$version/manifests"/*.p5m >/dev/null
        tar -C "$world/src/$version/proto" -cf "$world/$version.tar" .
        rm -rf "$world/src"
    done
    touch "$world/complete"
}

# The files of the packages that are installed, of one version; synthetic.py says where they are.
part() {
    [ -e "$world/$1-$some.tar" ] || {
        mkdir "$work/part"
        seq "$some" | awk '{ printf "./usr/bench/%02d/p%04d\n", $1 % 40, $1 }' >"$work/some"
        tar -C "$work/part" -xf "$world/$1.tar" -T "$work/some"
        tar -C "$work/part" -cf "$world/$1-$some.tar" -T "$work/some"
        rm -rf "$work/part"
    }
}

# Clock ticks of processor time that the daemon has taken.
spent() { [ -z "$daemon" ] && echo 0 || awk '{ print $14 + $15 }' "/proc/$daemon/stat"; }

# timed NAME COMMAND...: adds the seconds that a command takes to NAME.times, and those of processor time, the daemon's
# included, to NAME.cpu; 4 (nothing to do) is a failure.
timed() {
    local name=$1 before status=0 TIMEFORMAT='%R %U %S'
    shift
    sync -f "$work"
    before=$(spent)
    { time "$@" >"$work/out" 2>&1 || status=$?; } 2>"$work/time"
    if [ $status -ne 0 ]; then
        echo "$0: failed with $status: $*" >&2
        tail -n 20 "$work/out" "$work/snapupd.log" >&2
        exit 1
    fi
    awk '{ print $1 }' "$work/time" >>"$work/$name.times"
    awk -v ticks=$(($(spent) - before)) -v hertz="$(getconf CLK_TCK)" '{ print $2 + $3 + ticks / hertz }' "$work/time" \
        >>"$work/$name.cpu"
}

# A fresh snapupd over plain folders, whose live boot environment is an image; nothing is cached. Returns when it has
# rehearsed; see packages.rehearsal.
start_daemon() {
    local home=$1
    [ ! -e "$home/state/cache" ] || mv "$home/state/cache" "$(mktemp -d "$work/cache.XXXXXX")"
    printf 'socket = "%s"\nstate = "%s"\n[storage]\ntype = "directory"\nroot = "%s"\nlive = "auto"\nreserve_mib = 1\n[packages]\nengine = "ips"\n' \
        "$SNAPUP_SOCKET" "$home/state" "$home/be" >"$home/snapupd.toml"
    chmod 600 "$home/snapupd.toml"
    SNAPUPD_JAVA_OPTS="-Xmx$heap -Xlog:gc:file=$work/gc.log ${SNAPUPD_JAVA_OPTS:-}" "$root/daemon/bin/snapupd" \
        --config "$home/snapupd.toml" >"$work/snapupd.log" 2>&1 </dev/null &
    daemon=$!
    for _ in $(seq 600); do
        if grep -q rehearsed "$work/snapupd.log"; then
            return
        fi
        kill -0 "$daemon" 2>/dev/null || break
        sleep 0.1
    done
    cat "$work/snapupd.log" >&2
    exit 1
}

# What the steps of a job took that have to do with boot environments, not with packages: pkg makes none here.
storage() {
    python3 - "$1" "$work" "$2" <<'PY'
import datetime, glob, json, os, re, sys
newest = max(glob.glob(sys.argv[1] + "/jobs/*.jsonl"), key=os.path.getmtime)
begin = spent = 0
for line in open(newest):
    entry = json.loads(line)
    stamp = re.sub(r"(\.\d{6})\d*Z$", r"\1Z", entry["t"]).replace("Z", "+00:00")
    at = datetime.datetime.fromisoformat(stamp).timestamp()
    if entry["data"].get("step") not in ("preflight", "packages"):
        if entry["type"] == "Intent":
            begin = at
        elif entry["type"] == "Done":
            spent += at - begin
with open("%s/%s.storage" % (sys.argv[2], sys.argv[3]), "a") as out:
    print(spent, file=out)
PY
}

# ours NAME HOME COMMAND...: one command against a fresh daemon.
ours() {
    local name=$1 home=$2
    shift 2
    start_daemon "$home"
    timed "ours-$name" snapup "$@"
    case $name in
        install | update | all) storage "$home/state" "ours-$name" ;;
    esac
    stop_daemon
}

theirs() {
    local name=$1 image=$2
    shift 2
    [ -z "$pkg" ] || timed "pkg-$name" "$pkg" -R "$work/$image" "$@"
}

# Without and with waiting for the disk, which pkg and tar leave out.
untar() {
    timed "tar-$1" tar -x -C "$work/$2" -f "$3"
    timed "sync-$1" sync -f "$work/$2"
}

# contents NAME FOLDER STEMS: contents.c on the contents of version 1 of the packages up to this number.
contents() {
    [ -x "$work/contents" ] || return 0
    mkdir -p "$work/$2/stage" "$work/$2/tree"
    python3 - "$world/repo/publisher/bench" "$work/$2/tree" "$3" >"$work/$2/list" <<'PY'
import os, sys
repository, tree, stems = sys.argv[1], sys.argv[2], int(sys.argv[3])
for number in range(1, stems + 1):
    versions = "%s/pkg/bench%%2Fp%04d" % (repository, number)
    for line in open("%s/%s" % (versions, min(os.listdir(versions)))):
        words = line.split()
        if words[0] == "file":
            path = next(word[len("path="):] for word in words if word.startswith("path="))
            os.makedirs(os.path.dirname("%s/%s" % (tree, path)), exist_ok=True)
            print("%s/file/%s/%s %s/%s" % (repository, words[1][:2], words[1], tree, path))
PY
    timed "contents-$1" "$work/contents" "$work/$2/list" "$work/$2/stage"
}

hash_all() { find "$1" -type f -print0 | xargs -0 -P "$(nproc)" -n 500 sha1sum; }

one_round() {
    local names every small=$work/small-$1 large=$work/large-$1
    mapfile -t names < <(numbered "$some" | sed s,^,bench/,)
    names=(bench/entire@1.0 "${names[@]}")
    every=(bench/entire@1.0 'bench/p*')
    mkdir -p "$small/be" "$work/tar-some-$1" "$work/tar-all-$1"
    "$root/daemon/bin/snapup-image" create -p "bench=file://$world/repo" "$small/be/be0" >/dev/null
    ln -s be0 "$small/be/live"
    cp -a "$small" "$large"
    if [ -n "$pkg" ]; then
        for image in "pkg-some-$1" "pkg-all-$1"; do
            "$pkg" image-create -F -p "bench=file://$world/repo" "$work/$image" >/dev/null
        done
    fi
    ours install "$small" install --deny-new-be "${names[@]}"
    untar install "tar-some-$1" "$world/1-$some.tar"
    contents install "contents-some-$1" "$some"
    theirs install "pkg-some-$1" install "${names[@]}"

    ours update "$small" image-update
    untar update "tar-some-$1" "$world/3-$some.tar"
    theirs update "pkg-some-$1" update

    ours all "$large" install --deny-new-be "${every[@]}"
    untar all "tar-all-$1" "$world/1.tar"
    contents all "contents-all-$1" $((stems - 9))
    theirs all "pkg-all-$1" install "${every[@]}"

    ours plan "$large" image-update -n
    theirs plan "pkg-all-$1" update -n

    ours verify "$large" verify
    timed sum-verify hash_all "$work/tar-all-$1"
    theirs verify "pkg-all-$1" verify

    ours list "$large" list
    theirs list "pkg-all-$1" list
}

make_repository
if command -v cc >/dev/null; then
    cc -O2 -o "$work/contents" "$root/docs/benchmarks/contents.c" -pthread -ldl
fi
part 1
part 3
for round in $(seq "$rounds"); do
    echo "round $round of $rounds"
    one_round "$round"
done

python3 - "$work" "$heap" "$some" "$((stems - 9))" <<'PY'
import os, statistics, sys
work, heap, some, every = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])

def read(name):
    path = "%s/%s" % (work, name)
    return [float(line) for line in open(path)] if os.path.exists(path) else []

def text(times):
    return "%6.2f (%5.2f)" % (statistics.median(times), min(times)) if times else "             -"

def ratio(upper, lower):
    each = [a / b for a, b in zip(upper, lower)]
    return "%5.1f (%.1f-%.1f)" % (statistics.median(each), min(each), max(each)) if each else "-"

line = "%-32s %14s %14s %14s  %-17s %s"
print(line % ("median (least)", "snapup", "pkg", "floor", "pkg/snapup", "snapup/floor"))

def row(what, ours, pkg, floor):
    print(line % (what, text(ours), text(pkg), text(floor), ratio(pkg, ours), ratio(ours, floor)))

def added(first, second):
    return [a + b for a, b in zip(first, second)]

def rows(name, what, floor):
    wall = "ours-%s.times" % name, "pkg-%s.times" % name
    row(what + ", s", read(wall[0]), read(wall[1]), read(floor + name + ".times"))
    storage = read("ours-%s.storage" % name)
    if storage:
        without = [a - b for a, b in zip(read(wall[0]), storage)]
        synced = added(read("tar-%s.times" % name), read("sync-%s.times" % name))
        row("  apart from BEs; tar and sync", without, read(wall[1]), synced)
    contents = read("contents-%s.times" % name)
    if contents:
        row("  beside its contents, in C", read(wall[0]), [], contents)
    row("  processor time", read("ours-%s.cpu" % name), read("pkg-%s.cpu" % name), read(floor + name + ".cpu"))

rows("install", "install %d packages" % some, "tar-")
rows("update", "update those", "tar-")
rows("all", "install %d packages" % every, "tar-")
rows("plan", "plan an update of all", "none-")
rows("verify", "verify all", "sum-")
rows("list", "list", "none-")
print("snapupd ran with -Xmx%s; before a collection at most %d MB of heap were used, at most %d MB were resident" % (
    heap, max(read("heap") or [0]), max(read("rss")) // 1024))
PY
