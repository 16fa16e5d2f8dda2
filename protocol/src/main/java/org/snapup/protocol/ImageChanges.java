package org.snapup.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages of {@code org.snapup.Image} that change how an image is configured. Each makes a job, but no snapshot: the
 * image's configuration is replaced in one write.
 */
public final class ImageChanges {
    public static final String FREEZE = Interfaces.IMAGE + ".Freeze";
    public static final String UNFREEZE = Interfaces.IMAGE + ".Unfreeze";
    public static final String AVOID = Interfaces.IMAGE + ".Avoid";
    public static final String UNAVOID = Interfaces.IMAGE + ".Unavoid";
    public static final String SET_PUBLISHER = Interfaces.IMAGE + ".SetPublisher";
    public static final String UNSET_PUBLISHER = Interfaces.IMAGE + ".UnsetPublisher";
    public static final String CHANGE_PROPERTY = Interfaces.IMAGE + ".ChangeProperty";
    public static final String FLAG = Interfaces.IMAGE + ".Flag";
    public static final String CLEAN = Interfaces.IMAGE + ".Clean";
    public static final String UPDATE_FORMAT = Interfaces.IMAGE + ".UpdateFormat";
    public static final String PURGE_HISTORY = Interfaces.IMAGE + ".PurgeHistory";
    public static final String REBUILD_INDEX = Interfaces.IMAGE + ".RebuildIndex";
    public static final String REFRESH = Interfaces.IMAGE + ".Refresh";

    private ImageChanges() {}

    /** A change of the configuration of a BE's image. */
    public sealed interface Change extends ImageRequest
            permits FreezeRequest,
                    UnfreezeRequest,
                    AvoidRequest,
                    UnavoidRequest,
                    PublisherRequest,
                    UnsetPublisherRequest,
                    PropertyRequest,
                    FlagRequest,
                    CleanRequest,
                    UpdateFormatRequest,
                    PurgeHistoryRequest,
                    RebuildIndexRequest,
                    RefreshRequest {}

    /**
     * @param packages patterns, with a version where it is to be another than the installed one
     * @param reason for people
     * @param dryRun the job only notes what would be frozen; null means false
     */
    public record FreezeRequest(
            @Nullable String root,
            List<String> packages,
            @Nullable String reason,
            @Nullable Boolean dryRun) implements Change {
        public FreezeRequest {
            ImageRequest.requireAbsolute(root);
            packages = List.copyOf(packages);
        }
    }

    /**
     * @param packages patterns
     * @param dryRun the job only notes what would be let go; null means false
     */
    public record UnfreezeRequest(
            @Nullable String root,
            List<String> packages,
            @Nullable Boolean dryRun) implements Change {
        public UnfreezeRequest {
            ImageRequest.requireAbsolute(root);
            packages = List.copyOf(packages);
        }
    }

    /** @param packages patterns of packages that group dependencies shall not bring in */
    public record AvoidRequest(@Nullable String root, List<String> packages) implements Change {
        public AvoidRequest {
            ImageRequest.requireAbsolute(root);
            packages = List.copyOf(packages);
        }
    }

    /** @param packages patterns */
    public record UnavoidRequest(@Nullable String root, List<String> packages) implements Change {
        public UnavoidRequest {
            ImageRequest.requireAbsolute(root);
            packages = List.copyOf(packages);
        }
    }

    /** @param publishers names */
    public record UnsetPublisherRequest(@Nullable String root, List<String> publishers) implements Change {
        public UnsetPublisherRequest {
            ImageRequest.requireAbsolute(root);
            publishers = List.copyOf(publishers);
        }
    }

    /** Where a publisher goes in the search order. */
    public enum Rank {
        FIRST,
        BEFORE,
        AFTER
    }

    /**
     * What a publisher is to be from now on; null leaves a thing as it is. A publisher that isn't there is added.
     *
     * @param publisher its name; null: those of the repository
     * @param repository a repository whose publishers are all added or updated; then nothing else is given
     * @param addOrigins URIs
     * @param removeOrigins URIs; {@code *} for all
     * @param addMirrors URIs
     * @param removeMirrors URIs; {@code *} for all
     * @param enableOrigins URIs that are used again; {@code *} for all
     * @param disableOrigins URIs that aren't used any more; {@code *} for all
     * @param sslKey path of the client's key for the origins
     * @param sslCert path of the client's certificate for the origins
     * @param proxy for the origins and mirrors that are added
     * @param resetUuid give the image another identity towards the publisher; null means false
     * @param search where it goes in the search order
     * @param searchRelative the publisher that it goes before or after
     * @param properties new values; an empty value forgets one
     * @param addValues by the property that is a list, what is added to it
     * @param removeValues by the property that is a list, what is removed from it
     * @param approveCas absolute paths of files, each with the certificate of a CA whose signatures of this publisher's
     *     packages are trusted; a copy of it is kept. Not with a repository
     * @param revokeCas SHA-1s of the PEM texts of CAs' certificates that aren't trusted for this publisher
     * @param unsetCas such SHA-1s, to be neither approved nor revoked any more
     * @param refresh fetch its catalogs now; null means true
     */
    public record PublisherRequest(
            @Nullable String root,
            @Nullable String publisher,
            @Nullable String repository,
            @Nullable List<String> addOrigins,
            @Nullable List<String> removeOrigins,
            @Nullable List<String> addMirrors,
            @Nullable List<String> removeMirrors,
            @Nullable List<String> enableOrigins,
            @Nullable List<String> disableOrigins,
            @Nullable Boolean enabled,
            @Nullable Boolean sticky,
            @Nullable String sslKey,
            @Nullable String sslCert,
            @Nullable String proxy,
            @Nullable Boolean resetUuid,
            @Nullable Rank search,
            @Nullable String searchRelative,
            @Nullable Map<String, String> properties,
            @Nullable Map<String, List<String>> addValues,
            @Nullable Map<String, List<String>> removeValues,
            @Nullable List<String> approveCas,
            @Nullable List<String> revokeCas,
            @Nullable List<String> unsetCas,
            @Nullable Boolean refresh)
            implements Change {
        public PublisherRequest {
            ImageRequest.requireAbsolute(root);
            addOrigins = copy(addOrigins);
            removeOrigins = copy(removeOrigins);
            addMirrors = copy(addMirrors);
            removeMirrors = copy(removeMirrors);
            enableOrigins = copy(enableOrigins);
            disableOrigins = copy(disableOrigins);
            properties = properties == null || properties.isEmpty() ? null : Map.copyOf(properties);
            addValues = addValues == null || addValues.isEmpty() ? null : Map.copyOf(addValues);
            removeValues = removeValues == null || removeValues.isEmpty() ? null : Map.copyOf(removeValues);
            approveCas = copy(approveCas);
            revokeCas = copy(revokeCas);
            unsetCas = copy(unsetCas);
        }
    }

    /** What happens to a property. */
    public enum PropertyAct {
        SET,
        /** Adds a value to a list. */
        ADD,
        /** Removes a value from a list. */
        REMOVE,
        /** Back to its default. */
        UNSET
    }

    /** @param values one, or several of a list; none with {@code unset} */
    public record PropertyRequest(
            @Nullable String root,
            PropertyAct act,
            String property,
            @Nullable List<String> values) implements Change {
        public PropertyRequest {
            ImageRequest.requireAbsolute(root);
            values = copy(values);
        }
    }

    /**
     * @param publishers names; null or empty for all that are enabled
     * @param full whole catalogs, not only what changed; null means false
     */
    public record RefreshRequest(
            @Nullable String root,
            @Nullable List<String> publishers,
            @Nullable Boolean full) implements Change {
        public RefreshRequest {
            ImageRequest.requireAbsolute(root);
            publishers = copy(publishers);
        }
    }

    /**
     * @param packages patterns of installed packages
     * @param manual whether they count as asked for by name from now on
     */
    public record FlagRequest(@Nullable String root, List<String> packages, boolean manual) implements Change {
        public FlagRequest {
            ImageRequest.requireAbsolute(root);
            packages = List.copyOf(packages);
        }
    }

    /** Removes the contents that were fetched for an image and are kept, its own and the daemon's. */
    public record CleanRequest(@Nullable String root) implements Change {
        public CleanRequest {
            ImageRequest.requireAbsolute(root);
        }
    }

    /** Brings an image to the newest format. */
    public record UpdateFormatRequest(@Nullable String root) implements Change {
        public UpdateFormatRequest {
            ImageRequest.requireAbsolute(root);
        }
    }

    /** Forgets what was done to an image, but for this. */
    public record PurgeHistoryRequest(@Nullable String root) implements Change {
        public PurgeHistoryRequest {
            ImageRequest.requireAbsolute(root);
        }
    }

    /** Builds anew what the engine keeps for searching, if it keeps anything; may be repeated. */
    public record RebuildIndexRequest(@Nullable String root) implements Change {
        public RebuildIndexRequest {
            ImageRequest.requireAbsolute(root);
        }
    }

    /** The reply to each of the methods, as {@link Packages.Started} without a plan. */
    public record Started(
            @Nullable Long job,
            @Nullable Boolean joined,
            @Nullable Event event) {
        public static Started accepted(long job, boolean joined) {
            return new Started(job, joined, null);
        }

        public static Started event(long job, Event event) {
            return new Started(job, null, event);
        }
    }

    private static @Nullable List<String> copy(@Nullable List<String> list) {
        return list == null || list.isEmpty() ? null : List.copyOf(list);
    }
}
