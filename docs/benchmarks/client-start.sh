#!/bin/sh
# How long `snapup be list` takes beside `java -Xshare:auto Hello`, on the same Java, in one run: medians of 20 each, taken
# in turns. Asks the daemon at SNAPUP_SOCKET; without that variable, one that only answers `be list` (from the client's
# tests). Needs a JDK and a built tree (mvn package); run it on a machine that does nothing else.
#
# usage: client-start.sh [--check]    (--check: exit 1 above the goal, a ratio of 2.5)
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd -P)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
daemon=
clean() {
    if [ -n "$daemon" ]; then
        kill "$daemon" 2>/dev/null || :
        wait "$daemon" 2>/dev/null || :
    fi
    rm -rf "$work"
}
trap clean EXIT
trap 'exit 1' HUP INT TERM

# The archive must be of this Java.
"$root/client/bin/snapup-archive"

if [ -z "${SNAPUP_SOCKET:-}" ]; then
    SNAPUP_SOCKET=$work/socket
    export SNAPUP_SOCKET
    library=$root/client/target/lib
    "$java" -cp "$root/client/target/test-classes:$library/snapup-protocol.jar:$library/jackson-core.jar:$library/jspecify.jar" \
        org.snapup.client.testing.FakeDaemonMain "$SNAPUP_SOCKET" &
    daemon=$!
    tries=0
    while ! [ -S "$SNAPUP_SOCKET" ] && [ "$tries" -lt 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
fi
"$root/client/bin/snapup" be list >/dev/null

cat >"$work/Hello.java" <<'JAVA'
public class Hello {
    public static void main(String[] args) {
        System.out.println("Hello");
    }
}
JAVA
cat >"$work/Turns.java" <<'JAVA'
import java.io.IOException;
import java.util.Arrays;

/** Runs two commands in turns and prints the median of each, in milliseconds, and their ratio. */
public class Turns {
    private static final int WARM_UP = 3;
    private static final int COUNT = 20;

    public static void main(String[] args) throws Exception {
        String[] hello = {args[0], "-Xshare:auto", "-cp", args[1], "Hello"};
        String[] snapup = {args[2], "be", "list"};
        double[] ofHello = new double[COUNT];
        double[] ofSnapup = new double[COUNT];
        for (int i = -WARM_UP; i < COUNT; i++) {
            double first = millis(hello);
            double second = millis(snapup);
            if (i >= 0) {
                ofHello[i] = first;
                ofSnapup[i] = second;
            }
        }
        double base = median(ofHello);
        double ours = median(ofSnapup);
        System.out.printf("java %s: hello %.1f ms, snapup be list %.1f ms, ratio %.2f%n",
                System.getProperty("java.version"), base, ours, ours / base);
        System.exit(args.length > 3 && ours / base > 2.5 ? 1 : 0);
    }

    private static double millis(String[] command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        int status = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + status);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }
}
JAVA
"${java}c" -d "$work" "$work/Hello.java" "$work/Turns.java"
"$java" -cp "$work" Turns "$java" "$work" "$root/client/bin/snapup" "$@"
