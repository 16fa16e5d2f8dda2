#!/bin/bash
# How long snapupd takes to answer BootEnvironments.List, and `snapup be list` as a whole, while an image-update runs,
# against the same daemon when it is idle; with many snapshots on the pool. Needs root, Debian's zfs-fuse, python3 and a
# built tree (mvn package).
#
# usage: list-under-load.sh [SNAPSHOTS]    (default: 1000; exit 1 when the median reply under load takes 50 ms or more)
# shellcheck source=docs/benchmarks/world.sh
name=list
. "$(dirname "$0")/world.sh"
snapshots=${1:-1000}

make_pool 2048
publish 1 100 20
make_image 100
publish 2 100 20
# The live BE has four datasets: each recursive snapshot makes four.
for i in $(seq $((snapshots / 4))); do
    zfs snapshot -r "$live@kept-$i"
done
"$root/client/bin/snapup-archive" >/dev/null 2>&1 || :
start_daemon

cat >"$work/list.py" <<'PY'
import json, socket, statistics, subprocess, sys, time

path, client, update_log = sys.argv[1:4]
REQUEST = json.dumps({"method": "org.snapup.BootEnvironments.List", "parameters": {}}).encode() + b"\0"

def reply():
    """Seconds from the request to the end of its reply, on a connection that is there."""
    begin = time.monotonic()
    connection.sendall(REQUEST)
    got = b""
    while not got.endswith(b"\0"):
        part = connection.recv(1 << 16)
        if not part:
            sys.exit("snapupd closed the connection")
        got += part
    took = time.monotonic() - begin
    if "bootEnvironments" not in json.loads(got[:-1])["parameters"]:
        sys.exit("not a listing: %r" % got[:200])
    return took

def whole():
    begin = time.monotonic()
    subprocess.run([client, "be", "list"], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begin

def show(title, replies, wholes):
    replies = sorted(each * 1000 for each in replies)
    wholes = sorted(each * 1000 for each in wholes)
    print("%s: reply %.1f ms, at worst %.1f of %d; be list %.0f ms, at worst %.0f of %d" % (
        title, statistics.median(replies), replies[-1], len(replies),
        statistics.median(wholes), wholes[-1], len(wholes)))
    return statistics.median(replies), statistics.median(wholes)

connection = socket.socket(socket.AF_UNIX)
connection.connect(path)
for _ in range(200):
    reply()
whole()
idle, idle_whole, busy, busy_whole = [], [], [], []
for _ in range(15):
    idle += [reply() for _ in range(20)]
    idle_whole.append(whole())
    time.sleep(0.05)
# Updates, one after the other, until there is enough: what starts or ends outside of one isn't counted.
for turn in range(5):
    with open(update_log, "w") as log:
        update = subprocess.Popen(
            [client, "image-update", "--from", "live", "--be-name", "updated-%d" % turn], stdout=log, stderr=log)
        while "snapshot" not in open(update_log).read() and update.poll() is None:
            time.sleep(0.02)
        while update.poll() is None:
            replies = [reply() for _ in range(20)]
            took = whole()
            if update.poll() is None:
                busy += replies
                busy_whole.append(took)
            time.sleep(0.05)
    if update.returncode != 0:
        sys.exit(open(update_log).read())
    if len(busy_whole) >= 15:
        break
a = show("idle", idle, idle_whole)
b = show("during an update", busy, busy_whole)
print("ratio %.2f of replies, %.2f of be list (goal: a reply in less than 50 ms)" % (b[0] / a[0], b[1] / a[1]))
sys.exit(b[0] >= 0.05 * 1000)
PY
echo "$(zfs list -H -r -t snapshot -o name "$pool" | wc -l) snapshots"
python3 "$work/list.py" "$SNAPUP_SOCKET" "$root/client/bin/snapup" "$work/update.log"
