package org.snapup.daemon.packages.ips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, as snapupd has it: the tests' JVM has other flags, and other engines that set them. */
class HeapTest {
    @Test
    void shouldLeaveMuchFreeWhileSomebodyWorksAndLittleAfterwards() throws IOException, InterruptedException {
        assertThat(heap("few"))
                .containsExactly(
                        "one works: 85 97",
                        "two work: 85 97",
                        "one still works: 85 97",
                        "at rest: 10 20",
                        "again: 85 97");
    }

    @Test
    void shouldHaveRoomWhenMuchIsToBeDone() throws IOException, InterruptedException {
        assertThat(heap("much"))
                .containsExactly(
                        "room before: false", "room: true", "much to do: 85 97", "at rest: 10 20", "room: false");
    }

    private static List<String> heap(String work) throws IOException, InterruptedException {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms16m",
                        "-Xmx768m",
                        "-XX:+UseSerialGC",
                        "-XX:-ShrinkHeapInSteps",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Work.class.getName(),
                        work)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).isZero();
        return said.lines().toList();
    }

    /** What the JVM does. */
    static final class Work {
        private static final Heap HEAP = new Heap(Duration.ofMillis(50));

        private Work() {}

        /** Takes how much is to be done. */
        public static void main(String[] args) {
            if (args[0].equals("much")) {
                much();
            } else {
                few();
            }
        }

        private static void few() {
            try (Heap.Use first = HEAP.use()) {
                tell("one works");
                try (Heap.Use second = HEAP.use()) {
                    tell("two work");
                }
                tell("one still works");
            }
            awaitRest();
            try (Heap.Use again = HEAP.use()) {
                tell("again");
            }
        }

        private static void much() {
            byte[] held = new byte[8 << 20]; // about what a daemon at rest holds
            try {
                System.out.println("room before: " + hasRoom());
                try (Heap.Use much = HEAP.useMuch()) {
                    System.out.println("room: " + hasRoom());
                    tell("much to do");
                }
                awaitRest();
                await().until(() -> !hasRoom());
                System.out.println("room: " + hasRoom());
            } finally {
                Reference.reachabilityFence(held);
            }
        }

        private static boolean hasRoom() {
            return Runtime.getRuntime().totalMemory() >= 90L << 20;
        }

        private static void awaitRest() {
            await().until(() -> percent("MaxHeapFreeRatio").equals("20"));
            tell("at rest");
        }

        private static void tell(String what) {
            System.out.println(what + ": " + percent("MinHeapFreeRatio") + " " + percent("MaxHeapFreeRatio"));
        }

        private static String percent(String flag) {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption(flag)
                    .getValue();
        }
    }
}
