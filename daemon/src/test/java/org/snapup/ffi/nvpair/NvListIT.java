package org.snapup.ffi.nvpair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snapup.ffi.LibraryMismatchException;
import org.snapup.testing.libbe.RealNvpair;

/** Name-value lists with the real libnvpair. */
class NvListIT {
    private static LibNvpair library;

    @BeforeAll
    static void load() {
        library = RealNvpair.load();
    }

    /** One pair of each type. */
    private static NvList everything() {
        NvList inner =
                NvList.EMPTY.with("caf\u00e9", NvType.STRING, "\u00fcber").with("n", NvType.UINT64, -1L);
        return NvList.EMPTY
                .with("boolean", NvType.BOOLEAN, true)
                .with("yes", NvType.BOOLEAN_VALUE, true)
                .with("no", NvType.BOOLEAN_VALUE, false)
                .with("byte", NvType.BYTE, (byte) 0xfe)
                .with("int8", NvType.INT8, Byte.MIN_VALUE)
                .with("uint8", NvType.UINT8, (byte) 200)
                .with("int16", NvType.INT16, Short.MIN_VALUE)
                .with("uint16", NvType.UINT16, (short) 0xfffe)
                .with("int32", NvType.INT32, Integer.MIN_VALUE)
                .with("uint32", NvType.UINT32, -2)
                .with("int64", NvType.INT64, Long.MIN_VALUE)
                .with("uint64", NvType.UINT64, -2L)
                .with("hrtime", NvType.HRTIME, 1_234_567_890_123L)
                .with("double", NvType.DOUBLE, 0.1)
                .with("string", NvType.STRING, "rpool/ROOT/be0")
                .with("empty", NvType.STRING, "")
                .with("nvlist", NvType.NVLIST, inner)
                .with("booleans", NvType.BOOLEAN_ARRAY, List.of(true, false, true))
                .with("bytes", NvType.BYTE_ARRAY, List.of((byte) 1, (byte) -1))
                .with("int8s", NvType.INT8_ARRAY, List.of((byte) -128, (byte) 127))
                .with("uint8s", NvType.UINT8_ARRAY, List.of((byte) 255))
                .with("int16s", NvType.INT16_ARRAY, List.of((short) -1, (short) 2, (short) 3))
                .with("uint16s", NvType.UINT16_ARRAY, List.of((short) 0xffff))
                .with("int32s", NvType.INT32_ARRAY, List.of(-1, Integer.MAX_VALUE))
                .with("uint32s", NvType.UINT32_ARRAY, List.of(-1))
                .with("int64s", NvType.INT64_ARRAY, List.of(-1L, Long.MAX_VALUE))
                .with("uint64s", NvType.UINT64_ARRAY, List.of(-1L, 0L))
                .with("strings", NvType.STRING_ARRAY, List.of("/", "", "/var"))
                .with(
                        "nvlists",
                        NvType.NVLIST_ARRAY,
                        List.of(inner, NvList.EMPTY, NvList.EMPTY.with("inner", NvType.NVLIST, inner)));
    }

    @Test
    void shouldCoverEveryType() {
        assertThat(everything().pairs()).extracting(NvPair::type).contains(NvType.values());
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadBackWhatItPacked(Encoding encoding) {
        byte[] packed = library.pack(everything(), encoding);

        assertThat(library.unpack(packed)).isEqualTo(everything());
        assertThat(packed[0]).isEqualTo((byte) encoding.number());
        assertThat(library.unpack(library.pack(NvList.EMPTY, encoding))).isEqualTo(NvList.EMPTY);
    }

    /** Written by hand: header, version and flags, one pair (sizes, name, type, count, value), end. */
    @Test
    void shouldReadAndWriteXdrAsItIsDescribed() {
        byte[] known = HexFormat.of()
                .parseHex("01010000" + "00000000" + "00000001"
                        + "00000024" + "00000020" + "00000004" + "6e616d65" + "00000009" + "00000001"
                        + "00000005" + "76616c7565000000"
                        + "0000000000000000");
        NvList list = NvList.EMPTY.with("name", NvType.STRING, "value");

        assertThat(library.unpack(known)).isEqualTo(list);
        byte[] packed = library.pack(list, Encoding.XDR);
        // The second byte says which machine wrote it.
        packed[1] = known[1];
        assertThat(packed).isEqualTo(known);
    }

    @Test
    void shouldLookUpByName() {
        try (NativeList list = library.allocate(everything())) {
            for (NvPair pair : everything().pairs()) {
                assertThat(list.lookup(pair.name())).contains(pair);
            }
            assertThat(list.lookup("nothing")).isEmpty();
        }
        assertThat(everything().text("string")).contains("rpool/ROOT/be0");
        assertThat(everything().text("int8")).isEmpty();
        assertThat(everything().find("nothing")).isEqualTo(Optional.empty());
    }

    @Test
    void shouldKeepOneOfEachName() {
        NvList twice = NvList.EMPTY
                .with("n", NvType.INT32, 1)
                .with("m", NvType.INT32, 2)
                .with("n", NvType.INT32, 3);

        try (NativeList list = library.allocate(twice)) {
            assertThat(list.read().pairs()).extracting(NvPair::value).containsExactlyInAnyOrder(2, 3);
        }
    }

    @Test
    void shouldRefuseBytesThatAreNoList() {
        byte[] packed = library.pack(everything(), Encoding.XDR);

        assertThatThrownBy(() -> library.unpack(new byte[0])).isInstanceOf(NvException.class);
        assertThatThrownBy(() -> library.unpack(new byte[] {9, 9, 9, 9, 9})).isInstanceOf(NvException.class);
        for (int length = 1; length < packed.length; length += 7) {
            byte[] cut = java.util.Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> library.unpack(cut)).isInstanceOf(NvException.class);
        }
    }

    @Test
    void shouldRefuseValuesOfAnotherType() {
        assertThatThrownBy(() -> new NvPair("n", NvType.UINT16, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NvPair("n", NvType.STRING_ARRAY, List.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NvPair("n", NvType.BOOLEAN, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NvPair("n\0m", NvType.BOOLEAN, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseAnotherLibrary(@TempDir Path folder) throws Exception {
        Path text = Files.writeString(folder.resolve("libnvpair.so.1"), "no library");

        assertThatThrownBy(() -> LibNvpair.load(text)).isInstanceOf(LibraryMismatchException.class);
        assertThatThrownBy(() -> LibNvpair.load(folder.resolve("absent"))).isInstanceOf(LibraryMismatchException.class);
        assertThatThrownBy(() -> LibNvpair.load(Path.of("libc.so.6")))
                .isInstanceOf(LibraryMismatchException.class)
                .hasMessageContaining("nvlist_alloc");
    }
}
