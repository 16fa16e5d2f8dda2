package org.snapup.daemon.packages;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Packages;
import org.snapup.protocol.SnapupException;

/**
 * What is to be done with which packages.
 *
 * @param operation the details, as the requester gave them; where it works and how isn't the engine's business
 * @param allowDowngrade whether the requester may replace a package by an older version
 */
public record PackageRequest(Kind kind, Packages.Operation operation, boolean allowDowngrade) {
    public PackageRequest {
        requireNonNull(kind, "kind");
        requireNonNull(operation, "operation");
        if (operation instanceof Packages.Request request) {
            check(kind, request);
        }
    }

    private static void check(Kind kind, Packages.Request request) {
        if (request.ignoresMissing() && kind != Kind.UPDATE && kind != Kind.UNINSTALL) {
            throw new SnapupException(
                    ErrorCode.INVALID_REQUEST,
                    "ignoreMissing",
                    "only image-update and uninstall can leave out what isn't installed, not " + kind.word(),
                    null);
        }
        if (kind == Kind.AUTOREMOVE
                && !(request.packages().isEmpty() && request.rejected().isEmpty())) {
            throw new SnapupException(
                    ErrorCode.INVALID_REQUEST,
                    "packages",
                    "autoremove finds by itself what is to go: name no packages, or use uninstall",
                    null);
        }
    }

    /** Whether patterns that match nothing that is installed are left out. */
    public boolean ignoresMissing() {
        return operation instanceof Packages.Request request && request.ignoresMissing();
    }

    /** Package patterns, as the engine's users type them; for UPDATE and FIX empty means everything. */
    public List<String> patterns() {
        if (operation instanceof Packages.HotFixRequest request) {
            return requireNonNullElse(request.packages(), List.of());
        }
        return operation instanceof Packages.Request request ? request.packages() : List.of();
    }

    /** Patterns of packages that must not be there afterwards. */
    public List<String> rejected() {
        return operation instanceof Packages.Request request ? request.rejected() : List.of();
    }

    /** The operations. */
    public enum Kind {
        UPDATE("image-update"),
        INSTALL("install"),
        UNINSTALL("uninstall"),
        AUTOREMOVE("autoremove"),
        EXACT_INSTALL("exact-install"),
        FIX("fix"),
        APPLY_HOT_FIX("apply-hot-fix"),
        DEHYDRATE("dehydrate"),
        REHYDRATE("rehydrate"),
        REVERT("revert"),
        CHANGE_VARIANT("change-variant"),
        CHANGE_FACET("change-facet"),
        SET_MEDIATOR("set-mediator"),
        UNSET_MEDIATOR("unset-mediator");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** What users type for it. */
        public String word() {
            return word;
        }
    }
}
