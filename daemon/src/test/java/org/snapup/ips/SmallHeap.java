package org.snapup.ips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.snapup.ips.plan.PlanRequest;

/** Plans in a JVM of its own, which has little memory. */
public final class SmallHeap {
    private SmallHeap() {}

    /** What planning to install a package said: the plan's packages, or the error's message. */
    public static String install(Path root, Path cache, String pattern) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName()));
        command.addAll(List.of(root.toString(), cache.toString(), pattern));
        // newer JVMs warn there of native libraries
        Process java = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said;
    }

    /** Takes the image's root, the cache, and a pattern. */
    public static void main(String[] args) {
        try {
            System.out.println("planned "
                    + Ips.plan(Path.of(args[0]), PlanRequest.install(args[2]), Path.of(args[1]), IpsListener.NONE)
                            .packages());
        } catch (IpsException e) {
            System.out.println(e.kind() + " " + e.getMessage());
        }
    }
}
