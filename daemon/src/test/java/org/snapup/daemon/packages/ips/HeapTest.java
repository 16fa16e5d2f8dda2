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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
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

    @Test
    void shouldBecomeSmallThoughCollectionsAreForgotten() throws IOException, InterruptedException {
        assertThat(heap("critical")).containsExactly("room: true", "at rest: 10 20", "room: false");
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
            switch (args[0]) {
                case "much" -> much();
                case "critical" -> critical();
                default -> few();
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

        /** JDK 17 forgets what collections are asked for while an array is held by JNI. */
        private static void critical() {
            byte[] held = new byte[8 << 20];
            AtomicBoolean busy = new AtomicBoolean(true);
            try (Heap.Use much = HEAP.useMuch()) {
                System.out.println("room: " + hasRoom());
                new Thread(() -> inflateWhile(busy, held)).start();
            }
            awaitRest();
            busy.set(false);
            await().until(() -> !hasRoom());
            System.out.println("room: " + hasRoom());
        }

        private static void inflateWhile(AtomicBoolean busy, byte[] bytes) {
            byte[] deflated = new byte[1 << 20];
            Deflater deflater = new Deflater();
            deflater.setInput(bytes);
            deflater.finish();
            int length = deflater.deflate(deflated);
            deflater.end();
            Inflater inflater = new Inflater();
            try {
                while (busy.get()) {
                    inflater.setInput(deflated, 0, length);
                    inflater.inflate(bytes);
                    inflater.reset();
                }
            } catch (DataFormatException e) {
                throw new IllegalStateException(e);
            } finally {
                inflater.end();
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
