package org.snapup.ips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.snapup.ips.plan.ImagePlan;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.ips.query.ImageQueries;
import org.snapup.ips.query.ListQuery;

/** Works in a JVM of its own, which has little memory. */
public final class SmallHeap {
    private SmallHeap() {}

    /** What planning to install a package said: the plan's packages, or the error's message. */
    public static String install(Path root, Path cache, String pattern) throws IOException, InterruptedException {
        return run(root, cache, "install", pattern);
    }

    /**
     * What an operation said: what was done, what there is, or the error's message; notes come before that.
     *
     * @param verb install, uninstall, refresh or list; uninstall is done, too
     */
    public static String run(Path root, Path cache, String verb, String... patterns)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName()));
        command.addAll(List.of(root.toString(), cache.toString(), verb));
        command.addAll(List.of(patterns));
        // newer JVMs warn there of native libraries
        Process java = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said;
    }

    /** Takes the image's root, the cache, a verb and patterns. */
    public static void main(String[] args) {
        IpsListener notes = new IpsListener() {
            @Override
            public void note(String text) {
                System.out.println(text);
            }
        };
        try {
            Path cache = Path.of(args[1]);
            System.out.println(
                    run(Path.of(args[0]), cache, args[2], Arrays.asList(args).subList(3, args.length), notes));
        } catch (IpsException e) {
            System.out.println(e.kind() + " " + e.getMessage());
        }
    }

    private static String run(Path root, Path cache, String verb, List<String> patterns, IpsListener notes) {
        return switch (verb) {
            case "install" ->
                "planned "
                        + Ips.plan(root, new PlanRequest.Install(patterns, List.of()), cache, notes)
                                .packages();
            case "uninstall" -> {
                ImagePlan plan = Ips.plan(root, new PlanRequest.Uninstall(patterns, false), cache, notes);
                Ips.execute(root, plan, cache, notes);
                yield "removed " + plan.packages();
            }
            case "refresh" -> "refreshed " + Ips.refresh(root, patterns, false, cache, notes);
            case "list" -> {
                try (ImageQueries queries = ImageQueries.open(root, cache, notes)) {
                    ListQuery all = new ListQuery(ListQuery.Selection.ALL, List.of(), patterns, patterns.isEmpty());
                    yield "listed " + queries.list(all).items().size();
                }
            }
            default -> throw new IllegalArgumentException(verb);
        };
    }
}
