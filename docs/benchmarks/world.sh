# Sourced by the benchmarks that need root: a mount namespace and a folder of their own, zfs-fuse with a pool on a sparse
# file, a repository, an image, and snapupd over them. What is sourced sets `name`, a word for the pool and the folder.
# shellcheck shell=bash
if [ "${SNAPUP_BENCHMARK_NAMESPACE:-}" != entered ]; then
    [ "$(id -u)" = 0 ] || { echo "$0: must be run as root" >&2; exit 1; }
    SNAPUP_BENCHMARK_NAMESPACE=entered exec unshare -m --propagation private bash "$0" "$@"
fi
set -eu
export LC_ALL=C.UTF-8
root=$(cd "$(dirname "$0")/../.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/snapup-$name.XXXXXX")
pool=sb$$
alt=$work/alt
live=$pool/ROOT/live
state=$work/state
config=$work/snapupd.toml
fuse=
daemon=
export SNAPUP_SOCKET=$work/run/s.sock
for program in zfs zpool zfs-fuse python3; do
    command -v "$program" >/dev/null || { echo "$0: needs $program" >&2; exit 1; }
done
if ! [ -r "$root/daemon/target/lib/snapup-daemon.jar" ]; then
    echo "$0: snapup isn't built: run mvn package" >&2
    exit 1
fi

# Ends a process that this script started.
end() {
    [ -n "$1" ] || return 0
    kill "$1" 2>/dev/null || :
    for _ in $(seq 100); do
        kill -0 "$1" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$1" 2>/dev/null || :
    wait "$1" 2>/dev/null || :
}

# The trees of the BEs lie beneath the folder: it goes only when nothing is mounted in it any more.
clean() {
    trap '' HUP INT TERM
    end "$daemon"
    end "$fuse"
    while read -r place; do
        umount -l "$place" 2>/dev/null || :
    done < <(awk '/ fuse.zfs / { print $5 }' /proc/self/mountinfo | tac)
    for place in /var/lib/zfs /run/lock/zfs /run/zfs; do
        umount -l "$place" 2>/dev/null || :
    done
    while read -r place; do
        umount -l "$place" 2>/dev/null || :
    done < <(awk -v work="$work/" 'index($5, work) == 1 { print $5 }' /proc/self/mountinfo | tac)
    if ! grep -q " $work/" /proc/self/mountinfo; then
        rm -rf --one-file-system "$work"
    fi
}
trap clean EXIT
trap 'exit 1' HUP INT TERM

# make_pool MEBIBYTES: starts zfs-fuse, makes the pool and a BE with three nested datasets, mounted at $alt.
make_pool() {
    for place in /run/zfs /run/lock/zfs /var/lib/zfs; do
        mkdir -p "$place" "$work/zfs$place"
        mount --bind "$work/zfs$place" "$place"
    done
    setsid zfs-fuse -n -a 0 -e 0 -x >"$work/zfs-fuse.log" 2>&1 </dev/null &
    fuse=$!
    for _ in $(seq 300); do
        if [ -e /run/zfs/zfs_socket ] && zpool list >/dev/null 2>&1; then
            break
        fi
        sleep 0.1
    done
    truncate -s "$1M" "$work/pool.img"
    mkdir -p "$alt"
    zpool create -o ashift=9 -R "$alt" -m none "$pool" "$work/pool.img"
    zfs create -o mountpoint=none "$pool/ROOT"
    zfs create -o canmount=noauto -o mountpoint=/ -o compression=on "$live"
    zfs mount "$live"
    zfs create "$live/var"
    zfs create -o mountpoint=/srv/data "$live/data"
    zfs create -o atime=off "$live/var/log"
    zpool set "bootfs=$live" "$pool"
}

# publish VERSION PACKAGES FILES: publishes packages p1, p2 ... of that many files of 4 kB each.
publish() {
    [ -d "$work/repo" ] || "$root/daemon/bin/snapup-repo" create -p test "$work/repo" >/dev/null
    python3 - "$work" "$@" <<'PY'
import os, random, sys
work, version, packages, files = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
proto = work + "/proto"
os.makedirs(proto, exist_ok=True)
r = random.Random(int(version))
for p in range(1, packages + 1):
    lines = ["set name=pkg.fmri value=pkg:/p%d@%s.0" % (p, version),
             "dir path=opt owner=root group=sys mode=0755",
             "dir path=opt/p%d owner=root group=sys mode=0755" % p]
    for f in range(files):
        name = "p%d-%d" % (p, f)
        with open(proto + "/" + name, "wb") as out:
            out.write(r.randbytes(2048).hex().encode())
        lines.append("file %s path=opt/p%d/f%d owner=root group=bin mode=0644" % (name, p, f))
    with open(work + "/p%d.p5m" % p, "w") as out:
        out.write("\n".join(lines) + "\n")
PY
    "$root/daemon/bin/snapup-repo" publish -s "$work/repo" -d "$work/proto" "$work"/p*.p5m >/dev/null
}

# make_image PACKAGES: installs p1 ... into the live BE.
make_image() {
    local packages
    mapfile -t packages < <(seq -f 'p%g' "$1")
    "$root/daemon/bin/snapup-image" create -p "test=file://$work/repo" "$work/image" "${packages[@]}" >/dev/null
    cp -a "$work/image/." "$alt/"
    rm -rf "$work/image"
}

start_daemon() {
    mkdir -p "$work/run"
    printf 'socket = "%s"\nstate = "%s"\n[storage]\ntype = "zfs"\nroot = "%s"\nlive = "live"\nreserve_mib = 16\n[packages]\nengine = "ips"\n' \
        "$SNAPUP_SOCKET" "$state" "$pool/ROOT" >"$config"
    chmod 600 "$config"
    "$root/daemon/bin/snapupd" --config "$config" >"$work/snapupd.log" 2>&1 </dev/null &
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

snapup() { "$root/client/bin/snapup" "$@"; }

# update BE: updates the live BE into a new one, asked for over the socket, so that no client's start competes.
update() {
    python3 - "$SNAPUP_SOCKET" "$1" <<'PY' || { cat "$work/snapupd.log" >&2; exit 1; }
import json, socket, sys
connection = socket.socket(socket.AF_UNIX)
connection.connect(sys.argv[1])
connection.sendall(json.dumps({"method": "org.snapup.Packages.ImageUpdate", "more": True,
                               "parameters": {"from": "live", "beName": sys.argv[2]}}).encode() + b"\0")
got = b""
while True:
    part = connection.recv(1 << 16)
    if not part:
        sys.exit("snapupd closed the connection")
    *whole, got = (got + part).split(b"\0")
    for each in map(json.loads, whole):
        outcome = each.get("parameters", {}).get("event", {}).get("outcome")
        if "error" in each or (outcome and outcome["result"] != "done"):
            sys.exit(json.dumps(each))
        if outcome:
            sys.exit(0)
PY
}

# forget BE: what an update made goes, and the live BE boots next.
forget() {
    zpool set "bootfs=$live" "$pool"
    zfs destroy -r "$1"
}
