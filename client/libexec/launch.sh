# Sourced by the launchers, after they set `home`: finds a Java that is new enough and gives it a world that doesn't
# depend on who starts it. POSIX sh, and no process more than is needed: snapup starts often.

fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}

# Sets `archive`, the file of parsed classes that snapup-archive made, or nothing where there is none.
class_archive() {
    archive=$library/snapup.jsa
    [ -r "$archive" ] || archive=
}

# Sets `library`, the folder of the client's archives, `class_path`, and `archive`.
client_library() {
    library=$home/lib/client
    if ! [ -d "$library" ]; then
        library=$home/target/lib
        [ -r "$library/snapup-client.jar" ] || fail "snapup is not built: run mvn package"
    fi
    class_path=$library/snapup-client.jar:$library/snapup-protocol.jar:$library/jackson-core.jar:$library/jspecify.jar
    class_archive
}

# Sets `library`, the folder of the daemon's archives, `class_path`, and `archive`.
daemon_library() {
    library=$home/lib/daemon
    if ! [ -d "$library" ]; then
        library=$home/target/lib
        [ -r "$library/snapup-daemon.jar" ] || fail "snapup is not built: run mvn package"
    fi
    class_path="$library/*"
    class_archive
}

# Sets `java`, the program, `major`, its version, and `native_access`, options for a program that uses native code.
find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, and there is no program bin/java in it. Point it at Java 17 or newer."
    else
        java=$(command -v java) || fail "there is no Java: install Java 17 or newer, or point JAVA_HOME at one."
    fi
    program=$(readlink -f "$java" 2>/dev/null) || program=$java
    version=
    release=${program%/bin/*}/release
    if [ -r "$release" ]; then
        while IFS= read -r line; do
            case $line in
                JAVA_VERSION=*)
                    version=${line#*=}
                    break
                    ;;
            esac
        done <"$release"
    fi
    if [ -z "$version" ]; then
        version=$("$java" -version 2>&1) || fail "can't run $java: $version"
        version=${version#*version }
    fi
    version=${version#\"}
    version=${version#1.}
    major=${version%%[!0-9]*}
    # Newer ones warn of native code, which the daemon needs: jffi for system calls, netty for its buffers.
    native_access=
    if [ "${major:-0}" -ge 22 ]; then
        native_access=--enable-native-access=ALL-UNNAMED
    fi
    if [ "${major:-0}" -ge 23 ]; then
        native_access="$native_access --sun-misc-unsafe-memory-access=allow"
    fi
    [ "${major:-0}" -ge 17 ] || fail "$java is Java ${major:-of an unknown version}, and snapup needs 17 or newer. Point JAVA_HOME at one."
}

# Java takes the encoding of file names and arguments from the locale; in the C locale it can't open a name like café.
set_locale() {
    utf8=
    for folder in /usr/lib/locale /usr/share/locale; do
        for name in C.UTF-8 C.utf8 en_US.UTF-8 en_US.utf8; do
            if [ -z "$utf8" ] && [ -e "$folder/$name" ]; then
                utf8=$name
            fi
        done
    done
    if [ -z "$utf8" ]; then
        utf8=$(locale -a 2>/dev/null | grep -i -E '\.utf-?8$' | head -n 1) || :
    fi
    LC_ALL=${utf8:-C.UTF-8}
    export LC_ALL
}
