package org.snapup.ips;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snapup.ips.fmri.Fmri;

/**
 * Dependencies that an image may meet or not, and what pkg(1) of OmniOS finds wrong with them where {@code asks@1},
 * {@code lib@2} and {@code other@1} are installed, {@code shunned} is avoided, and {@code gone} isn't there. LIB stands
 * for the FMRI of what is installed, OWN for that of the package that has the dependency.
 */
final class Dependencies {
    private static final Map<String, String> WRONG = new LinkedHashMap<>();

    static {
        WRONG.put("type=require fmri=lib", "");
        WRONG.put("type=require fmri=lib@2", "");
        WRONG.put("type=require fmri=pkg:/lib@1.9", "");
        WRONG.put("type=require fmri=lib@3", "require dependency pkg:/lib@3,5.11 is downrev (LIB)");
        WRONG.put("type=require fmri=pkg:/gone@1-2", "Required dependency pkg:/gone@1,5.11-2 is not installed");
        WRONG.put(
                "type=require fmri=pkg://example.org/gone",
                "Required dependency pkg://example.org/gone is not installed");
        WRONG.put("type=optional fmri=gone@1", "");
        WRONG.put("type=optional fmri=lib@1", "");
        WRONG.put("type=optional fmri=lib@2.0.1", "optional dependency pkg:/lib@2.0.1,5.11 is downrev (LIB)");
        WRONG.put("type=incorporate fmri=gone@1", "");
        WRONG.put("type=incorporate fmri=lib@2", "");
        WRONG.put("type=incorporate fmri=lib@1", "incorporate dependency pkg:/lib@1,5.11 is uprev (LIB)");
        WRONG.put("type=incorporate fmri=lib@2.0.1", "incorporate dependency pkg:/lib@2.0.1,5.11 is downrev (LIB)");
        WRONG.put("type=exclude fmri=gone", "");
        WRONG.put("type=exclude fmri=lib", "");
        WRONG.put("type=exclude fmri=lib@2", "");
        WRONG.put("type=exclude fmri=lib@3", "");
        WRONG.put("type=exclude fmri=lib@1", "exclude dependency pkg:/lib@1,5.11 is uprev (LIB)");
        WRONG.put("type=conditional fmri=gone predicate=nothing", "");
        WRONG.put("type=conditional fmri=gone predicate=lib@3", "");
        WRONG.put(
                "type=conditional fmri=gone@4 predicate=lib@2",
                "Required dependency pkg:/gone@4,5.11 is not installed");
        WRONG.put(
                "type=conditional fmri=other@2 predicate=pkg:/lib@1",
                "conditional dependency pkg:/other@2,5.11 is downrev (OTHER)");
        WRONG.put("type=group fmri=lib@9", "");
        WRONG.put("type=group fmri=shunned", "");
        WRONG.put("type=group fmri=gone@7", "Required dependency pkg:/gone@7,5.11 is not installed");
        WRONG.put("type=group-any fmri=gone fmri=lib@9", "");
        WRONG.put("type=group-any fmri=shunned fmri=shunned", "");
        WRONG.put("type=group-any fmri=shunned fmri=gone@3", "Group dependency on one of gone not met");
        WRONG.put("type=require-any fmri=gone fmri=other@1", "");
        WRONG.put(
                "type=require-any fmri=pkg:/gone@1 fmri=nothing",
                "Required dependency on one of pkg:/gone@1,5.11, pkg:/nothing not met");
        WRONG.put("type=require-any fmri=gone fmri=lib@5", "require-any dependency pkg:/lib@5,5.11 is downrev (LIB)");
        WRONG.put("type=origin fmri=lib@3", "");
        WRONG.put("type=origin fmri=gone root-image=true", "");
        WRONG.put("type=parent fmri=gone", "");
        WRONG.put("type=parent fmri=feature/package/dependency/self", "");
        WRONG.put("type=require fmri=feature/package/dependency/self", "");
        WRONG.put("type=wish fmri=lib@3", "Unknown type (wish) in depend action");
    }

    private Dependencies() {}

    static void publish(PackageWorld world) {
        world.publish("asks@1", "dir path=etc owner=root group=sys mode=0755");
        world.publish("lib@2", "set name=pkg.summary value=lib");
        world.publish("other@1", "set name=pkg.summary value=other");
        world.publish("shunned@1", "set name=pkg.summary value=shunned");
    }

    /** Writes all of them into the manifest of the package that is installed in an image. */
    static void writeInto(Path root) throws IOException {
        writeInto(root, WRONG.keySet().stream());
    }

    static void writeInto(Path root, Stream<String> dependencies) throws IOException {
        Fmri asks = requireNonNull(Ips.installed(root).get("asks"));
        Path manifest = root.resolve("var/pkg/publisher/example.org/pkg").resolve(asks.dirPath());
        Files.writeString(
                manifest,
                dependencies.map(line -> "depend " + line + "\n").collect(Collectors.joining()),
                StandardOpenOption.APPEND);
    }

    /** What pkg(1) finds in that image, as it prints it. */
    static List<String> wrong(Path root) {
        Map<String, List<String>> bySubject = new LinkedHashMap<>();
        WRONG.forEach((dependency, text) -> {
            if (!text.isEmpty()) {
                bySubject
                        .computeIfAbsent(subject(dependency), subject -> new ArrayList<>(List.of(subject)))
                        .add("ERROR: " + text(root, text));
            }
        });
        return bySubject.values().stream().flatMap(List::stream).toList();
    }

    private static String subject(String dependency) {
        List<String> names = Stream.of(dependency.split(" ", -1))
                .filter(word -> word.startsWith("fmri="))
                .map(word -> word.substring("fmri=".length()))
                .toList();
        return "depend: "
                + (names.size() == 1
                        ? names.get(0)
                        : names.stream().map(name -> "'" + name + "'").toList());
    }

    private static String text(Path root, String text) {
        Map<String, Fmri> installed = Ips.installed(root);
        return text.replace("LIB", String.valueOf(installed.get("lib")))
                .replace("OTHER", String.valueOf(installed.get("other")));
    }
}
