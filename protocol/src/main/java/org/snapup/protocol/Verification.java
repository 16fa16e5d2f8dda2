package org.snapup.protocol;

import static org.snapup.protocol.ImageQueries.copy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.ImageQueries.Query;

/** Messages of {@link ImageQueries#VERIFY}. */
public final class Verification {
    private Verification() {}

    /**
     * @param packages patterns; null or empty for all that are installed
     * @param paths only what is at these paths of the image
     * @param unpackaged look for what no package delivers, for administrators; null: don't. Without paths; ONLY without
     *     packages
     * @param parsable answer as pkg(1) does for programs, and not otherwise; null means false
     */
    public record VerifyRequest(
            @Nullable String root,
            @Nullable List<String> packages,
            @Nullable List<String> paths,
            @Nullable Unpackaged unpackaged,
            @Nullable Boolean parsable)
            implements Query {
        public VerifyRequest {
            ImageRequest.requireAbsolute(root);
            packages = copy(packages);
            paths = copy(paths);
        }

        /** For people. */
        public VerifyRequest(
                @Nullable String root,
                @Nullable List<String> packages,
                @Nullable List<String> paths,
                @Nullable Unpackaged unpackaged) {
            this(root, packages, paths, unpackaged, null);
        }

        public boolean isParsable() {
            return Boolean.TRUE.equals(parsable);
        }
    }

    /** Whether what no package delivers is looked for. */
    public enum Unpackaged {
        /** With what packages delivered. */
        ALSO,
        ONLY
    }

    /**
     * @param progress how far it is; only with {@code more}, and then without the others
     * @param packages every package that was looked at
     * @param unmatched patterns that match nothing that is installed; in the last reply only
     * @param unpackaged what no package delivers, where it was asked for: {@code action} is {@code dir} or {@code file}
     *     with the path that it has on the machine. Warnings and errors are of what couldn't be looked at
     * @param parsable where it was asked for, in the place of packages and unpackaged: what pkg(1) prints with
     *     {@code --parsable=0}, a JSON object
     */
    public record Verified(
            @Nullable Progress progress,
            @Nullable List<VerifiedPackage> packages,
            @Nullable List<String> unmatched,
            @Nullable List<Finding> unpackaged,
            @Nullable String parsable) {
        public Verified {
            unpackaged = unpackaged == null ? null : List.copyOf(unpackaged);
            packages = packages == null ? null : List.copyOf(packages);
            unmatched = copy(unmatched);
        }
    }

    /** @param findings empty where all is as delivered */
    public record VerifiedPackage(String fmri, List<Finding> findings) {
        public VerifiedPackage {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Something that isn't as it was delivered.
     *
     * @param action its name and key, {@code file: usr/bin/hello} for example
     */
    public record Finding(Severity severity, String action, String text) {}

    /** How bad a finding is. */
    public enum Severity {
        /** It is meant to be changed by users. */
        INFO,
        WARNING,
        /** The package isn't whole; {@code snapup fix} mends it. */
        ERROR
    }
}
