package org.snapup.ips.state;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.fmri.DotSequence;
import org.snapup.ips.fmri.Version;

/**
 * Bytes that sort as versions do, without the build release: each number of a sequence as its length in bytes and
 * itself, a 0 behind a sequence; branch and time after a 1, or a 0 where there is none.
 */
final class VersionKey {
    private VersionKey() {}

    static byte[] of(Version version) {
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        write(version.release(), key);
        @Nullable DotSequence branch = version.branch();
        key.write(branch == null ? 0 : 1);
        if (branch != null) {
            write(branch, key);
        }
        @Nullable String time = version.time();
        key.write(time == null ? 0 : 1);
        if (time != null) {
            key.writeBytes(time.getBytes(StandardCharsets.US_ASCII));
        }
        return key.toByteArray();
    }

    private static void write(DotSequence sequence, ByteArrayOutputStream key) {
        for (String number : sequence.toString().split("\\.", -1)) {
            byte[] bytes = new BigInteger(number).toByteArray();
            int sign = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
            key.write(bytes.length - sign);
            key.write(bytes, sign, bytes.length - sign);
        }
        key.write(0);
    }
}
