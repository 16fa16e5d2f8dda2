package org.snapup.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of {@code org.snapup.Diagnosis}: how the machine and the daemon are. */
public final class Diagnosis {
    public static final String CHECK = Interfaces.DIAGNOSIS + ".Check";
    public static final String METRICS = Interfaces.DIAGNOSIS + ".Metrics";
    public static final String BUNDLE = Interfaces.DIAGNOSIS + ".Bundle";

    private Diagnosis() {}

    public record CheckRequest() {}

    /**
     * @param findings one for each thing that was looked at, at least
     * @param asOf when, RFC 3339 in UTC
     */
    public record Checked(List<Finding> findings, String asOf) {}

    /** What a finding asks for. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Worth knowing; nothing has to be done. */
        NOTE,
        /** Something has to be done. */
        PROBLEM
    }

    /**
     * What was found.
     *
     * @param id which check, for example {@code boot-loader}; stable, for programs
     * @param subject what was looked at
     * @param found what it is like; who may not see it is told so
     * @param advice what to type or do, null where there is nothing
     */
    public record Finding(
            String id,
            Level level,
            String subject,
            String found,
            @Nullable String advice) {
        public Finding {
            requireNonNull(id, "id");
            requireNonNull(level, "level");
            requireNonNull(subject, "subject");
            requireNonNull(found, "found");
        }
    }

    public record MetricsRequest() {}

    /** @param text in the format OpenMetrics 1.0 */
    public record Measured(String text) {}

    public record BundleRequest() {}

    /**
     * A part of a diagnostic bundle. A file that comes in several parts has its name in each, one after the other.
     *
     * @param file its path in the bundle, relative
     * @param text the next of it, without secrets
     */
    public record Bundled(String file, String text) {
        /** Most characters of a part. */
        public static final int MOST_CHARACTERS = 1 << 18;

        public Bundled {
            requireNonNull(file, "file");
            requireNonNull(text, "text");
        }
    }
}
