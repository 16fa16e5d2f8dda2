package org.snapup.ips.plan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.repo.PackageSource;
import org.snapup.ips.repo.Repository;

/** The texts of licences, from the origins that offer the packages. */
public final class LicenseTexts {
    /** No licence is that long; more of one isn't shown. */
    private static final int LIMIT_BYTES = 1 << 20;

    private LicenseTexts() {}

    /**
     * Reads the text of a licence.
     *
     * @throws IpsException NOT_FOUND, CORRUPT, IO of the last origin, when none has it
     */
    public static String read(ImagePackages packages, Fmri fmri, Action license) {
        @Nullable IpsException last = null;
        for (PackageSource origin : packages.contentSources(fmri)) {
            try (Repository repository = Repository.open(origin)) {
                Beginning text = new Beginning();
                repository.payload(fmri, license, text);
                return text.toString();
            } catch (IpsException e) {
                last = e;
            }
        }
        throw last != null
                ? last
                : IpsException.notFound(
                        "no origin offers " + fmri + ", so its licence '" + license.get("license") + "' can't be read");
    }

    /** Keeps what comes first. */
    private static final class Beginning extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            kept.write(bytes, offset, Math.min(length, LIMIT_BYTES - kept.size()));
        }

        @Override
        public String toString() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
