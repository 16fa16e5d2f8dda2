package org.snapup.client.be;

import static org.assertj.core.api.Assertions.assertThat;
import static org.snapup.client.testing.Asked.assertAsks;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snapup.client.Running;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.FakeDaemons;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;

/** beadm and bectl: what they ask for, and how they end. */
@ExtendWith(FakeDaemons.class)
class DialectsTest {
    private final FakeDaemon daemon;

    DialectsTest(FakeDaemon daemon) {
        this.daemon = daemon;
        TwoBes.behind(daemon);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "beadm activate a; Activate; {\"name\":\"a\"}; Activated successfully",
                "beadm activate -t a; Activate; {\"name\":\"a\",\"once\":true}; Activated successfully",
                "beadm activate -T a; Deactivate; {\"name\":\"a\"}; Activated successfully",
                "beadm activate -vT; Deactivate; {}; Activated successfully",
                "beadm create a; Create; {\"name\":\"a\"}; Created successfully",
                "beadm create -e b@s -dtext -o compression=on -o atime=off -p pool a; Create;"
                        + " {\"name\":\"a\",\"from\":\"b@s\","
                        + "\"description\":\"text\",\"properties\":{\"compression\":\"on\",\"atime\":\"off\"},\"pool\":\"pool\"};"
                        + " Created successfully",
                "beadm create -a a; Create; {\"name\":\"a\",\"activate\":true}; Activated successfully",
                "beadm create -t a; Create; {\"name\":\"a\",\"once\":true}; Activated successfully",
                "beadm create a@s; Snapshot; {\"be\":\"a\",\"snapshot\":\"s\"}; Created successfully",
                "beadm destroy -F a; Destroy; {\"name\":\"a\",\"snapshots\":false}; Destroyed successfully",
                "beadm destroy -Ffs a; Destroy; {\"name\":\"a\",\"force\":true}; Destroyed successfully",
                "beadm destroy -F a@s; Destroy; {\"name\":\"a@s\"}; Destroyed successfully",
                "beadm mount -s ro a /mnt; Mount; {\"name\":\"a\",\"mountpoint\":\"/mnt\",\"shared\":\"read_only\"};"
                        + " Mounted successfully on: '/mnt'",
                "beadm mount -srw a /mnt; Mount; {\"name\":\"a\",\"mountpoint\":\"/mnt\",\"shared\":\"read_write\"};"
                        + " Mounted successfully on: '/mnt'",
                "beadm mount be; Mount; {\"name\":\"be\"}; Mounted successfully on: '/'",
                "beadm unmount a; Unmount; {\"name\":\"a\"}; Unmounted successfully",
                "beadm umount -f /mnt; Unmount; {\"name\":\"/mnt\",\"force\":true}; Unmounted successfully",
                "beadm rename a b; Rename; {\"name\":\"a\",\"newName\":\"b\"}; Renamed successfully",
                "beadm rollback a s; Rollback; {\"name\":\"a\",\"snapshot\":\"s\"}; Rolled back successfully",
                "beadm rollback a a@s; Rollback; {\"name\":\"a\",\"snapshot\":\"s\"}; Rolled back successfully",
                "beadm rollback a@s; Rollback; {\"name\":\"a\",\"snapshot\":\"s\"}; Rolled back successfully",
                "bectl activate a; Activate; {\"name\":\"a\"}; Successfully activated boot environment a",
                "bectl activate -T; Deactivate; {}; Temporary activation removed",
                "bectl create a; Create; {\"name\":\"a\",\"recursive\":false};",
                "bectl create -r -e b@s a; Create; {\"name\":\"a\",\"from\":\"b@s\",\"recursive\":true};",
                "bectl create a@s; Snapshot; {\"be\":\"a\",\"snapshot\":\"s\",\"recursive\":false};",
                "bectl create -r a@s; Snapshot; {\"be\":\"a\",\"snapshot\":\"s\",\"recursive\":true};",
                "bectl destroy -Fo a; Destroy; {\"name\":\"a\",\"force\":true,\"origin\":true};",
                "bectl destroy a@s; Destroy; {\"name\":\"a@s\"};",
                "bectl mount a mnt; Mount; {\"name\":\"a\",\"mountpoint\":\"/a b/mnt\"}; Successfully mounted a at /a"
                        + " b/mnt",
                "bectl mount be; Mount; {\"name\":\"be\"}; Successfully mounted be at /",
                "bectl rename a b; Rename; {\"name\":\"a\",\"newName\":\"b\"};",
                "bectl umount -f a; Unmount; {\"name\":\"a\",\"force\":true};",
            })
    void shouldAskForWhatWasTyped(String words, String method, String parameters, String out) throws IOException {
        Running run = Running.typed(daemon, words);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo(out == null ? "" : out + "\n");
        Call call = daemon.calls().stream()
                .filter(each -> !each.method().equals(BootEnvironments.LIST))
                .findFirst()
                .orElseThrow();
        assertAsks(call, "BootEnvironments." + method, parameters);
    }

    @Test
    void shouldDestroyAnOriginThatBectlNamed() {
        Running run = Running.typed(daemon, "bectl destroy new");

        assertThat(run.err()).isEmpty();
        assertThat(daemon.calls())
                .last()
                .satisfies(call -> assertThat(call.parameters()).containsEntry("origin", true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "beadm; 1; usage: beadm",
                "beadm sing; 1; Invalid command: sing",
                "beadm activate; 1; wrong number of arguments",
                "beadm activate -t -T a; 1; -t and -T exclude each other",
                "beadm create -o nothing a; 1; missing '=' for -o option",
                "beadm create -o a=1 -o a=2 b; 1; property 'a' specified multiple times",
                "beadm create -e b a@s; 1; usage: beadm",
                "beadm create a@; 1; usage: beadm",
                "beadm create -x a; 1; unknown option '-x'",
                "beadm create -e; 1; option '-e' needs a value",
                "beadm create 'a; 1; wrong number of arguments",
                "beadm list -a -s; 1; Invalid options: -a and -s are mutually exclusive.",
                "beadm list -k date -K date; 1; Sort key can be specified only once.",
                "beadm list -k age; 1; Unknown sort key: age",
                "beadm mount -s wo a; 1; The -s flag requires an argument [ rw | ro ]",
                "beadm mount a mnt; 1; Invalid mount point mnt.",
                "beadm rollback a; 1; usage: beadm",
                "bectl; 64; usage: bectl",
                "bectl sing; 64; bectl sing: unknown command",
                "bectl -r; 64; usage: bectl",
                "bectl create; 64; bectl create: wrong number of arguments",
                "bectl list extra; 64; bectl list: wrong number of arguments",
                "bectl list -c age; 64; bectl list: can't sort by 'age'",
                "bectl check extra; 64; bectl check: wrong number of arguments",
                "bectl -r other/ROOT list; 255; are in pool/ROOT, not in other/ROOT",
                "bectl jail a; 17; this system has no jails",
                "bectl unjail a; 17; this system has no jails",
            })
    void shouldRefuseAWrongCommandLine(String words, int status, String message) {
        Running run = Running.typed(daemon, words.replace("'a", "a b"));

        assertThat(run.err()).contains(message);
        assertThat(run.status()).isEqualTo(status);
        assertThat(daemon.calls()).allMatch(call -> call.method().equals(BootEnvironments.LIST));
    }

    @ParameterizedTest
    @CsvSource({
        "beadm, NO_SUCH_BE, 163",
        "beadm, NAME_TAKEN, 173",
        "beadm, PERMISSION_DENIED, 192",
        "beadm, FOREIGN_OBJECTS, 198",
        "beadm, BE_ACTIVE, 205",
        "beadm, INTERNAL, 203",
        "bectl, NO_SUCH_BE, 3",
        "bectl, NAME_TAKEN, 2",
        "bectl, PERMISSION_DENIED, 4",
        "bectl, BE_ACTIVE, 5",
        "bectl, NOT_SUPPORTED, 17",
        "bectl, INTERNAL, 19",
    })
    void shouldEndWithTheProgramsOwnStatus(String program, ErrorCode code, int status) {
        daemon.refuse(BootEnvironments.RENAME, code, "a", "the reason");

        Running run = Running.typed(daemon, program + " rename a b");

        assertThat(run.status()).isEqualTo(status);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("a").contains(program.equals("beadm") ? "Rename of BE a failed." : "Failed");
    }

    @ParameterizedTest
    @CsvSource({
        "create a@s, org.snapup.BootEnvironments.Snapshot, NAME_TAKEN, 198",
        "destroy -F a, org.snapup.BootEnvironments.Destroy, BE_BUSY, 180",
        "mount a /mnt, org.snapup.BootEnvironments.Mount, BE_ACTIVE, 180",
        "unmount a, org.snapup.BootEnvironments.Unmount, BE_ACTIVE, 201",
    })
    void shouldEndWithTheStatusThatBeadmHasForThatCommand(String words, String method, ErrorCode code, int status) {
        daemon.refuse(method, code, "a", "the reason");

        assertThat(Running.typed(daemon, "beadm " + words).status()).isEqualTo(status);
    }

    @Test
    void shouldRefuseNamesWithSpaces() {
        Running beadm = Running.as("beadm", daemon, "", "create", "a b");
        Running bectl = Running.as("bectl", daemon, "", "create", "a b");

        assertThat(beadm.status()).isEqualTo(176);
        assertThat(beadm.err()).contains("'a b' can't be a boot environment's name");
        assertThat(bectl.status()).isEqualTo(1);
        assertThat(bectl.err()).contains("'a b' can't be a boot environment's name");
        assertThat(daemon.calls()).isEmpty();
    }

    @Test
    void shouldAskBeforeBeadmDestroys() {
        Running yes = Running.as("beadm", daemon, "yes\n", "destroy", "a");
        Running no = Running.as("beadm", daemon, "\n", "destroy", "a");
        Running other = Running.as("beadm", daemon, "what\n", "destroy", "a");

        String question = "Are you sure you want to destroy a?\nThis action cannot be undone (y/[n]): ";
        assertThat(yes.out()).isEqualTo(question + "Destroyed successfully\n");
        assertThat(no.out()).isEqualTo(question + "a has not been destroyed.\n");
        assertThat(no.status()).isZero();
        assertThat(other.err()).isEqualTo("Invalid response. Please enter 'y' or 'n'.\n");
        assertThat(daemon.calls()).hasSize(1);
    }

    @Test
    void shouldSayThatThereIsNoDaemon() throws IOException {
        daemon.close();

        assertThat(Running.typed(daemon, "beadm list").status()).isEqualTo(174);
        assertThat(Running.typed(daemon, "bectl list").status()).isEqualTo(255);
    }
}
