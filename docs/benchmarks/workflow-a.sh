#!/bin/bash
# The time of an image-update of the live BE outside the package engine, against the same zfs, zpool and umount commands in
# a shell loop, by turns in one run. Needs root, Debian's zfs-fuse, python3 and a built tree (mvn package).
#
# usage: workflow-a.sh [ROUNDS]    (default: 11)
# shellcheck source=docs/benchmarks/world.sh
name=workflow-a
. "$(dirname "$0")/world.sh"
rounds=${1:-11}

make_pool 512
publish 1 2 10
make_image 2
publish 2 2 10
start_daemon

# A wrapper over each program notes when and with what a job runs it.
mkdir "$work/real"
for program in /usr/sbin/zfs /usr/sbin/zpool /usr/bin/umount; do
    cp "$program" "$work/real/"
    base=${program##*/}
    cat >"$work/wrap-$base" <<WRAP
#!/bin/bash
if [ -n "\${SNAPUP_JOB:-}" ]; then
    printf '%s %s\n' "\$EPOCHREALTIME" "\$(printf '%q ' "$program" "\$@")" >>"$work/record"
fi
exec "$work/real/$base" "\$@"
WRAP
    chmod 755 "$work/wrap-$base"
    mount --bind "$work/wrap-$base" "$program"
done
update recorded-be
for program in /usr/sbin/zfs /usr/sbin/zpool /usr/bin/umount; do
    "$work/real/umount" "$program"
done

cat >"$work/measure.py" <<'PY'
import datetime, glob, json, os, re, statistics, sys

LOOKS = ("get", "list", "history", "holds", "status")

def steps(folder):
    """
    What the newest job did outside the package engine: name, begin and end in seconds since 1970. The step packages
    begins with the clone's mount, whose commands are the only ones of that step: to the end of the last it counts.
    """
    newest = max(glob.glob(folder + "/jobs/*.jsonl"), key=os.path.getmtime)
    begun, found, child = {}, [], 0.0
    for line in open(newest):
        entry = json.loads(line)
        stamp = re.sub(r"(\.\d{6})\d*Z$", r"\1Z", entry["t"]).replace("Z", "+00:00")
        at = datetime.datetime.fromisoformat(stamp).timestamp()
        step = entry["data"].get("step")
        if entry["type"] == "Intent":
            begun[step] = at
        elif entry["type"] == "ChildEnded":
            child = at
        elif entry["type"] == "Done" and step in begun:
            begin = begun.pop(step)
            if step == "packages":
                found.append(("mount", begin, child))
            elif step != "preflight":
                found.append((step, begin, at))
    return found

what = sys.argv[1]
if what == "replay":
    # The recorded commands of the steps that count, with the job's names left to fill in.
    state, record = sys.argv[2:4]
    counted = steps(state)
    lines = []
    for line in open(record):
        at, command = line.rstrip("\n").split(" ", 1)
        if any(begin <= float(at) <= end for _, begin, end in counted):
            lines.append(command)
    tag = re.search(r"@([^ @\\,]+)", "\n".join(line for line in lines if " snapshot " in line)).group(1)
    for path, only_changes in ((sys.argv[4], False), (sys.argv[5], True)):
        with open(path, "w") as out:
            for line in lines:
                look = line.split()[1] in LOOKS
                if not (look and only_changes):
                    line = line.replace("recorded-be", "replayed-be").replace("@" + tag, "@replayed")
                    print(line, ">/dev/null || failed", file=out)
    looks = sum(line.split()[1] in LOOKS for line in lines)
    print("%d commands an update outside the package engine: %d look, %d change" % (len(lines), looks, len(lines) - looks))
elif what == "job":
    print(sum(end - begin for _, begin, end in steps(sys.argv[2])))
elif what == "steps":
    print(", ".join("%s %.0f ms" % (step, (end - begin) * 1000) for step, begin, end in steps(sys.argv[2])))
else:
    columns = [[float(each) * 1000 for each in open(path)] for path in sys.argv[2:5]]
    update, every, changes = (statistics.median(each) for each in columns)
    print("each update: " + " ".join("%.0f" % each for each in columns[0]) + " ms")
    print("snapupd %.0f ms, all commands %.0f ms, those that change %.0f ms" % (update, every, changes))
    print("ratio %.2f to all commands (goal 1.25), %.2f to those that change" % (update / every, update / changes))
PY
python3 "$work/measure.py" replay "$state" "$work/record" "$work/every.sh" "$work/changes.sh"
forget "$pool/ROOT/recorded-be"

failed() {
    echo "$0: a command of the replay failed" >&2
    exit 1
}

# replay FILE: the seconds that its commands take.
replay() {
    local begin=$EPOCHREALTIME end
    . "$1"
    end=$EPOCHREALTIME
    if [ "$(zpool list -H -o bootfs "$pool")" != "$pool/ROOT/replayed-be" ]; then
        echo "$0: the replay didn't activate its BE" >&2
        exit 1
    fi
    forget "$pool/ROOT/replayed-be"
    zfs destroy -r "$live@replayed" 2>/dev/null || :
    python3 -c 'import sys; print(float(sys.argv[2]) - float(sys.argv[1]))' "$begin" "$end"
}

for i in $(seq "$rounds"); do
    update "updated-$i"
    python3 "$work/measure.py" job "$state" >>"$work/update.times"
    [ "$i" != "$rounds" ] || python3 "$work/measure.py" steps "$state"
    forget "$pool/ROOT/updated-$i"
    replay "$work/every.sh" >>"$work/every.times"
    replay "$work/changes.sh" >>"$work/changes.times"
done
python3 "$work/measure.py" report "$work/update.times" "$work/every.times" "$work/changes.times"
