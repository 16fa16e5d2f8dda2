package org.snapup.client.be;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snapup.client.Running;
import org.snapup.client.testing.FakeDaemon;
import org.snapup.client.testing.Story;
import org.snapup.protocol.BootEnvironments;
import org.snapup.protocol.BootEnvironments.BootEnvironment;
import org.snapup.protocol.BootEnvironments.Dataset;
import org.snapup.protocol.BootEnvironments.Exported;
import org.snapup.protocol.BootEnvironments.Listing;
import org.snapup.protocol.BootEnvironments.Snapshot;
import org.snapup.protocol.BootEnvironments.UploadRequest;
import org.snapup.protocol.BootEnvironments.Uploaded;
import org.snapup.protocol.Call;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event;
import org.snapup.protocol.Json;
import org.snapup.protocol.Methods;
import org.snapup.protocol.RecordCodec;

/** beadm and bectl: what they ask for, what they print to the byte, how they end. */
class DialectsTest {
    private static final String TIME = "2026-11-23T05:03:14Z";
    private static final String LATER = "2026-11-24T06:00:00Z";
    private static final String TRANSFER = "0123456789abcdef0123456789abcdef";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private FakeDaemon daemon;

    @SuppressWarnings("NullAway.Init")
    private TimeZone zone;

    @BeforeEach
    void listen() throws IOException {
        zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        daemon = new FakeDaemon(directory.resolve("s"));
        Event done = new Story().done("It is done.").events().get(0);
        for (Methods.Method method : Methods.all().values()) {
            if (method.mutating()) {
                daemon.answer(method.name(), BootEnvironments.Started.event(3, done));
            }
        }
        daemon.answer(BootEnvironments.LIST, new Listing(List.of(be(), copy()), LATER, "pool/ROOT"));
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
        TimeZone.setDefault(zone);
    }

    private static BootEnvironment be() {
        Dataset root = new Dataset(
                "pool/ROOT/be",
                "/",
                3 << 20,
                1 << 20,
                4096,
                512,
                TIME,
                null,
                List.of(new Snapshot("now", 1536, LATER)));
        Dataset opt = new Dataset(
                "pool/ROOT/be/opt", "/opt", 8192, 8192, 0, 0, LATER, null, List.of(new Snapshot("now", 0, LATER)));
        return new BootEnvironment(
                "be", "u-1", true, true, "/", 3 << 20, "static", TIME, null, null, false, null, List.of(root, opt));
    }

    private static BootEnvironment copy() {
        Dataset root = new Dataset(
                "pool/ROOT/new",
                null,
                2000,
                1000,
                0,
                0,
                LATER,
                new Snapshot("pool/ROOT/be@2026-11-24-06:00:00-0", 48, LATER),
                List.of());
        return new BootEnvironment(
                "new", "guid-7", false, false, null, 2000, "static", LATER, null, null, true, "mine", List.of(root));
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
        Running run = as(words);

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo(out == null ? "" : out + "\n");
        Call call = daemon.calls().stream()
                .filter(each -> !each.method().equals(BootEnvironments.LIST))
                .findFirst()
                .orElseThrow();
        assertThat(call.method()).isEqualTo("org.snapup.BootEnvironments." + method);
        assertThat(call.parameters()).isEqualTo(Json.parse(parameters.getBytes(StandardCharsets.UTF_8)));
        RecordCodec.fromMap(Methods.of(call.method()).parameters(), call.parameters(), RecordCodec.Unknown.REFUSE);
    }

    @Test
    void shouldDestroyAnOriginThatBectlNamed() {
        Running run = as("bectl destroy new");

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
        Running run = as(words.replace("'a", "a b"));

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

        Running run = as(program + " rename a b");

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

        assertThat(as("beadm " + words).status()).isEqualTo(status);
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
    void shouldPrintBeadmsListsToTheByte() {
        assertThat(as("beadm list -H").out())
                .isEqualTo("be;u-1;NR;/;3145728;static;1795410194\nnew;;T;;2000;static;1795500000\n");
        assertThat(as("beadm list -Hd be").out()).isEqualTo("""
            be;pool/ROOT/be;NR;/;3145728;static;1795410194
            be;pool/ROOT/be/opt;;/opt;8192;static;1795500000
            """);
        assertThat(as("beadm list -Hs be").out())
                .isEqualTo("be;be/opt@now;0;static;1795500000\nbe;be@now;1536;static;1795500000\n");
        assertThat(as("beadm list -H -K space").out()).startsWith("be;").contains("\nnew;");
        assertThat(as("beadm list -H -k space").out()).startsWith("new;");
        assertThat(as("beadm list -H -K name").out()).startsWith("new;");
        assertThat(as("beadm list").out()).isEqualTo("""
            BE  Active Mountpoint Space Policy Created
            be  NR     /          3.00M static 2026-11-23 05:03
            new T      -          1.95K static 2026-11-24 06:00
            """);
        assertThat(as("beadm list -a be").out()).isEqualTo("""
            BE/Dataset/Snapshot     Active Mountpoint Space Policy Created
            be
               pool/ROOT/be         NR     /          3.00M static 2026-11-23 05:03
               pool/ROOT/be/opt     -      /opt       8.00K static 2026-11-24 06:00
               pool/ROOT/be/opt@now -      -          0     static 2026-11-24 06:00
               pool/ROOT/be@now     -      -          1.50K static 2026-11-24 06:00
            """);
        assertThat(as("beadm list -s be").out()).isEqualTo("""
            BE/Snapshot   Space Policy Created
            be
               be/opt@now 0     static 2026-11-24 06:00
               be@now     1.50K static 2026-11-24 06:00
            """);
        assertThat(as("beadm list nowhere")).extracting(Running::status).isEqualTo(163);
    }

    @Test
    void shouldPrintBectlsListsToTheByte() {
        assertThat(as("bectl list -H").out())
                .isEqualTo("be\tNR\t/\t3M\t2026-11-23 05:03\nnew\tT\t-\t2K\t2026-11-24 06:00\n");
        assertThat(as("bectl list -HD").out()).endsWith("new\tT\t-\t3.00M\t2026-11-24 06:00\n");
        assertThat(as("bectl list -H -C name").out()).startsWith("new");
        assertThat(as("bectl list -H -c used").out()).startsWith("new");
        assertThat(as("bectl list -H -C used -c name").out()).startsWith("be\t");
        for (String property : List.of("creation", "origin", "usedds", "usedsnap", "usedrefreserv")) {
            assertThat(as("bectl list -H -c " + property).status()).isZero();
        }
        assertThat(as("bectl list").out()).isEqualTo("""
            BE  Active Mountpoint Space Created
            be  NR     /          3M    2026-11-23 05:03
            new T      -          2K    2026-11-24 06:00
            """);
        assertThat(as("bectl list -s").out()).isEqualTo("""
            BE/Dataset/Snapshot                    Active Mountpoint Space Created

            be
              pool/ROOT/be                         NR     /          3M    2026-11-23 05:03
              pool/ROOT/be@now                     -      -          1.50K 2026-11-24 06:00

            new
              pool/ROOT/new                        T      -          1.95K 2026-11-24 06:00
                pool/ROOT/be@2026-11-24-06:00:00-0 -      -          48B   2026-11-24 06:00
            """);
    }

    @Test
    void shouldCheckForARunningBe() {
        assertThat(as("bectl check")).isEqualTo(new Running(0, "", ""));
        assertThat(as("bectl -r pool/ROOT check").status()).isZero();
        daemon.answer(BootEnvironments.LIST, new Listing(List.of(copy()), LATER, "pool/ROOT"));
        assertThat(as("bectl check")).isEqualTo(new Running(1, "", ""));
    }

    @Test
    void shouldExportWhatTheDaemonSends() {
        byte[] bytes = {0, 1, (byte) 0xFF, '\n', 0};
        daemon.on(BootEnvironments.EXPORT, (call, talk) -> {
            talk.continuing(new Exported(Base64.getEncoder().encodeToString(bytes)));
            talk.reply(new Exported(""));
        });

        Running run = Running.as("bectl", daemon, "", "export", "be");

        assertThat(run.status()).isZero();
        assertThat(run.out().getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThanOrEqualTo(bytes.length);
        assertThat(daemon.calls())
                .extracting(Call::method)
                .containsExactly(BootEnvironments.SNAPSHOT, BootEnvironments.EXPORT, BootEnvironments.DESTROY);
        String snapshot = String.valueOf(daemon.calls().get(0).parameters().get("snapshot"));
        assertThat(daemon.calls().get(1).parameters()).containsEntry("name", "be@" + snapshot);
        assertThat(daemon.calls().get(2).parameters()).containsEntry("name", "be@" + snapshot);
    }

    @Test
    void shouldFailWhenTheStreamBreaksOff() {
        daemon.on(BootEnvironments.EXPORT, (call, talk) -> {
            talk.continuing(new Exported("AAEC"));
            talk.hangUp();
        });

        Running run = Running.as("bectl", daemon, "", "export", "be@s");

        assertThat(run.status()).isEqualTo(19);
        assertThat(run.err()).contains("before the stream's end");
    }

    @Test
    void shouldSendAStreamInPartsAndThenImportIt() {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        daemon.on(BootEnvironments.UPLOAD, (call, talk) -> {
            UploadRequest part =
                    RecordCodec.fromMap(UploadRequest.class, call.parameters(), RecordCodec.Unknown.REFUSE);
            assertThat(part.offset()).isEqualTo(sent.size());
            sent.writeBytes(Base64.getDecoder().decode(part.data()));
            talk.reply(new Uploaded(TRANSFER, sent.size()));
        });
        String stream = "\u0000\u00ff".repeat(300_000);

        Running run = Running.as("bectl", daemon, stream, "import", "a");

        assertThat(run).isEqualTo(new Running(0, "", ""));
        assertThat(sent.toString(StandardCharsets.ISO_8859_1)).isEqualTo(stream);
        assertThat(daemon.calls()).hasSize(3);
        assertThat(daemon.calls().get(2).parameters()).containsEntry("transfer", TRANSFER);
    }

    @Test
    void shouldSayThatThereIsNoDaemon() throws IOException {
        daemon.close();

        assertThat(as("beadm list").status()).isEqualTo(174);
        assertThat(as("bectl list").status()).isEqualTo(255);
    }

    private Running as(String words) {
        String[] all = words.split(" ");
        return Running.as(
                all[0], daemon, "", List.of(all).subList(1, all.length).toArray(String[]::new));
    }
}
