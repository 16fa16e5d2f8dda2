package org.snapup.daemon.packages.ips.parsable;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.daemon.packages.PackageRequest.Kind;
import org.snapup.daemon.packages.RecordingContext;
import org.snapup.daemon.packages.ips.IpsEngine;
import org.snapup.daemon.packages.pkg.PkgEngines;
import org.snapup.exec.Command;
import org.snapup.exec.CommandResult;
import org.snapup.exec.ProcessRunner;
import org.snapup.ips.repo.publish.Publication;
import org.snapup.ips.repo.publish.RepositoryWriter;
import org.snapup.protocol.Json;
import org.snapup.protocol.Packages;
import org.snapup.protocol.Packages.FacetValue;
import org.snapup.protocol.Plan;
import org.snapup.protocol.Verification;
import org.snapup.testing.Requires;

/** Our plans for programs and those of the real pkg(1), of the same images, where that is present. */
final class ParsableIT {
    @TempDir
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private Path root;

    static Stream<List<String>> histories() {
        return Stream.of(
                List.of(
                        "install app/hello@1.0 app/conf@1.0 service/webd@1.0 app/oldname@1.0",
                        "! etc/conf/true.conf etc/conf/renameold.conf etc/conf/renamenew.conf",
                        "update",
                        "uninstall app/conf service/webd",
                        "install app/conf@1.0",
                        "exact-install app/hello"),
                List.of(
                        "install app/conf@2.0 app/hello@1.1 service/webd",
                        "! etc/conf/true.conf etc/conf/renameold.conf etc/conf/renamenew.conf etc/hello.conf",
                        "fix",
                        "update app/conf@1.0 app/hello@1.0",
                        "revert /etc/hello.conf",
                        "update app/conf app/hello"),
                List.of(
                        "install runtime/python-311 runtime/python-312 archiver/gnu-tar archiver/bsd-tar",
                        "set-mediator 3.11 python",
                        "unset-mediator python",
                        "change-facet locale.de=true doc.*=false",
                        "install app/hello app/editor",
                        "change-facet locale.de=None doc.*=None",
                        "change-variant arch=sparc"));
    }

    private void createImage() {
        root = temporary.resolve("image");
        pkg(
                "image-create",
                "-F",
                "--variant",
                "variant.arch=i386",
                "--facet",
                "facet.locale.*=false",
                "-p",
                "example.org=" + Requires.shared("ips/repo").toUri(),
                root.toString());
    }

    private static CommandResult pkg(String... words) {
        List<String> argv = new ArrayList<>(List.of(PkgEngines.program().toString()));
        argv.addAll(List.of(words));
        return ProcessRunner.create().run(Command.of(Duration.ofMinutes(2), argv));
    }

    private CommandResult onImage(List<String> words, String... options) {
        List<String> all = new ArrayList<>(List.of("-R", root.toString(), words.get(0)));
        all.addAll(List.of(options));
        all.addAll(words.get(0).equals("set-mediator") ? List.of("-V", words.get(1), words.get(2)) : rest(words));
        return pkg(all.toArray(String[]::new));
    }

    private static List<String> rest(List<String> words) {
        return words.subList(1, words.size());
    }

    @ParameterizedTest
    @MethodSource("histories")
    void shouldSayWhatTheRealToolSays(List<String> commands) throws IOException {
        createImage();
        for (String command : commands) {
            List<String> words = Arrays.asList(command.split(" ", -1));
            if (words.get(0).equals("!")) {
                for (String path : rest(words)) {
                    Files.writeString(root.resolve(path), "edited\n");
                }
                Files.setAttribute(root.resolve("usr/bin/hello"), "unix:mode", 0700);
                continue;
            }
            String theirs = onImage(words, "-n", "--parsable=0").out();

            assertThat(comparable(plan(words))).as(command).containsExactlyEntriesOf(comparable(theirs));
            CommandResult done = onImage(words, "-q");
            assertThat(done.exitStatus()).as(command + done.err()).isZero();
        }
    }

    private String plan(List<String> words) {
        Kind kind = Kind.valueOf(words.get(0).toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        Plan plan = new IpsEngine()
                .plan(
                        root,
                        new PackageRequest(kind, operation(kind, rest(words)), true),
                        new RecordingContext(temporary.resolve("cache")))
                .summary();
        return requireNonNull(plan.parsable());
    }

    private static Packages.Operation operation(Kind kind, List<String> words) {
        return switch (kind) {
            case CHANGE_VARIANT ->
                new Packages.VariantRequest(
                        null, Map.of("variant.arch", "sparc"), null, null, null, null, true, null, true);
            case CHANGE_FACET -> {
                Map<String, FacetValue> facets = new TreeMap<>();
                for (String word : words) {
                    String value = word.substring(word.indexOf('=') + 1).toUpperCase(java.util.Locale.ROOT);
                    facets.put("facet." + word.substring(0, word.indexOf('=')), FacetValue.valueOf(value));
                }
                yield new Packages.FacetRequest(null, facets, null, null, null, null, true, null, true);
            }
            case SET_MEDIATOR ->
                new Packages.MediatorRequest(
                        null, words.subList(1, 2), words.get(0), null, null, null, null, null, true, null, true);
            case UNSET_MEDIATOR ->
                new Packages.UnsetMediatorRequest(null, words, null, null, null, null, null, null, true, null, true);
            case APPLY_HOT_FIX ->
                new Packages.HotFixRequest(
                        null, words.get(0), words.subList(1, words.size()), null, null, null, null, true, null, true);
            case DEHYDRATE, REHYDRATE ->
                new Packages.HydrationRequest(null, words, null, null, null, null, true, null, true);
            case REVERT -> new Packages.RevertRequest(null, words, null, null, null, null, null, true, null, true);
            case UPDATE, INSTALL, UNINSTALL, AUTOREMOVE, EXACT_INSTALL, FIX ->
                new Packages.Request(null, words, null, null, null, null, true, null, null, true);
        };
    }

    @Test
    void shouldSayWhereFilesMoveAsTheRealToolDoes() throws IOException {
        Path proto = Files.createDirectories(temporary.resolve("proto"));
        Path place = temporary.resolve("repository");
        RepositoryWriter repository = RepositoryWriter.create(place, "test");
        publish(repository, proto, "a@1", "file f path=etc/conf preserve=true");
        publish(repository, proto, "a@2", "file f path=etc/a.d/conf original_name=a:etc/conf preserve=true");
        publish(repository, proto, "a@3", "file f path=etc/three original_name=a:etc/conf preserve=renamenew");
        publish(repository, proto, "a@4", "file f path=etc/four original_name=a:etc/conf preserve=legacy");
        publish(repository, proto, "a@5", "file f path=etc/five original_name=a:etc/conf");
        publish(repository, proto, "b@1", "file f path=etc/b.conf original_name=a:etc/conf preserve=renameold");
        publish(repository, proto, "a@6", "depend type=require fmri=b@1");
        root = temporary.resolve("image");
        pkg("image-create", "-F", "-p", "test=" + place.toUri(), root.toString());
        onImage(List.of("install", "a@1"), "-q");
        // Where the file is gone, the real one says that it moves nevertheless.
        for (String state : new String[] {"as delivered", "edited"}) {
            if (state.equals("edited")) {
                Files.writeString(root.resolve("etc/conf"), "edited\n");
            }
            for (int version = 2; version <= 6; version++) {
                List<String> words = List.of("update", "a@" + version);
                String theirs = onImage(words, "-n", "--parsable=0").out();
                assertThat(comparable(plan(words)))
                        .as(words + " " + state)
                        .containsExactlyEntriesOf(comparable(theirs));
            }
        }
    }

    private static void publish(RepositoryWriter repository, Path proto, String fmri, String line) throws IOException {
        Files.writeString(proto.resolve("f"), "of " + fmri + "\n");
        String attributes = line.startsWith("file") ? " owner=root group=bin mode=0644" : "";
        String manifest = "set name=pkg.fmri value=pkg:/" + fmri + "\n" + line + attributes + "\n";
        repository.publish(List.of(Publication.of(manifest, proto)), "test");
    }

    @Test
    void shouldVerifyAsTheRealToolDoes() throws IOException {
        createImage();
        onImage(List.of("install", "app/hello", "app/conf", "service/webd"));
        Files.writeString(root.resolve("etc/hello.conf"), "edited\n");
        Files.writeString(root.resolve("usr/bin/mine"), "");
        Files.setAttribute(root.resolve("usr/bin/hello"), "unix:mode", 0700);
        Files.delete(root.resolve("usr/bin/hi"));

        assertThat(comparable(verify(List.of(), Verification.Unpackaged.ALSO)))
                .isEqualTo(comparable(onImage(List.of("verify"), "--parsable=0", "--unpackaged")
                        .out()));
        assertThat(comparable(verify(List.of(), Verification.Unpackaged.ONLY)))
                .isEqualTo(comparable(onImage(List.of("verify"), "--parsable=0", "--unpackaged-only")
                        .out()));
        assertThat(comparable(verify(List.of("/usr/bin/hello", "/nosuch"), null)))
                .isEqualTo(
                        comparable(onImage(List.of("verify"), "--parsable=0", "-p", "/usr/bin/hello", "-p", "/nosuch")
                                .out()));
    }

    private String verify(List<String> paths, Verification.@Nullable Unpackaged unpackaged) {
        Record answer = new IpsEngine()
                .answer(
                        root,
                        new Verification.VerifyRequest(null, null, paths, unpackaged, true),
                        part -> {},
                        new RecordingContext(temporary.resolve("cache")));
        return requireNonNull(((Verification.Verified) answer).parsable());
    }

    /** By key, without times and space; items may come in any order. */
    private static Map<String, String> comparable(String json) throws IOException {
        Map<String, @Nullable Object> object =
                new TreeMap<>(Json.parse(json.strip().getBytes(StandardCharsets.UTF_8)));
        assertThat(object.remove("space-available")).isInstanceOf(Long.class);
        object.remove("space-required");
        Map<String, String> texts = new TreeMap<>();
        object.forEach(
                (key, value) -> texts.put(key, sorted(value).toString().replaceAll("msg_time=[0-9TZ]*", "TIME")));
        return texts;
    }

    private static Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> items = new TreeMap<>();
            map.forEach((key, item) -> items.put(String.valueOf(key), sorted(item)));
            return items;
        }
        return String.valueOf(value);
    }
}
