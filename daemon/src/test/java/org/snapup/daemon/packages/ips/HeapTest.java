package org.snapup.daemon.packages.ips;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeapTest {
    private final Heap heap = new Heap(Duration.ofMillis(50));

    @Test
    void shouldLeaveMuchFreeWhileSomebodyWorksAndLittleAfterwards() {
        try (Heap.Use first = heap.use()) {
            try (Heap.Use second = heap.use()) {
                assertEquals("85", percent("MinHeapFreeRatio"));
                assertEquals("97", percent("MaxHeapFreeRatio"));
            }
            assertEquals("85", percent("MinHeapFreeRatio"), "one still works");
        }
        await().until(() -> percent("MaxHeapFreeRatio").equals("20"));
        assertEquals("10", percent("MinHeapFreeRatio"));
        try (Heap.Use again = heap.use()) {
            assertEquals("85", percent("MinHeapFreeRatio"));
        }
    }

    @Test
    void shouldHaveRoomWhenMuchIsToBeDone() {
        try (Heap.Use much = heap.useMuch()) {
            assertEquals("85", percent("MinHeapFreeRatio"));
            Runtime runtime = Runtime.getRuntime();
            assertTrue(runtime.totalMemory() >= Math.min(96L << 20, runtime.maxMemory() / 2));
        }
        await().until(() -> percent("MaxHeapFreeRatio").equals("20"));
    }

    private static String percent(String flag) {
        return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption(flag)
                .getValue();
    }
}
