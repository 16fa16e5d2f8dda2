package org.snapup.protocol;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages of {@code org.snapup.Image} that ask about an image. Each is answered at once, whatever the queue does. Where
 * a reply is a list, a call with {@code more} gets it in several replies.
 */
public final class ImageQueries {
    public static final String LIST = Interfaces.IMAGE + ".List";
    public static final String INFO = Interfaces.IMAGE + ".Info";
    public static final String CONTENTS = Interfaces.IMAGE + ".Contents";
    public static final String SEARCH = Interfaces.IMAGE + ".Search";
    public static final String HISTORY = Interfaces.IMAGE + ".History";
    public static final String PUBLISHERS = Interfaces.IMAGE + ".Publishers";
    public static final String SETTINGS = Interfaces.IMAGE + ".Settings";
    public static final String VERIFY = Interfaces.IMAGE + ".Verify";

    private ImageQueries() {}

    /** A question about the image of a BE. */
    public sealed interface Query extends ImageRequest
            permits ListRequest,
                    InfoRequest,
                    ContentsRequest,
                    SearchRequest,
                    ImageHistory.HistoryRequest,
                    PublishersRequest,
                    SettingsRequest,
                    Verification.VerifyRequest {}

    /** Which packages are listed. */
    public enum Scope {
        /** Those that are installed. */
        INSTALLED,
        /** Those that are installed and have a newer version. */
        UPGRADABLE,
        /** Those that are installed and that no other one needs. */
        REMOVABLE,
        /** The newest version that can be installed of each, and what is installed. */
        AVAILABLE,
        /** The newest version of each, whatever is installed. */
        NEWEST,
        /** Every version. */
        ALL
    }

    /**
     * @param patterns as users type them; null or empty for all
     * @param scope null means {@code installed}
     * @param summaries with each package's summary; null means false
     */
    public record ListRequest(
            @Nullable String root,
            @Nullable List<String> patterns,
            @Nullable Scope scope,
            @Nullable Boolean summaries) implements Query {
        public ListRequest {
            ImageRequest.requireAbsolute(root);
            patterns = copy(patterns);
        }
    }

    /**
     * @param packages by name, newest version first
     * @param unmatched patterns that match nothing; in the last reply only
     */
    public record Listed(
            List<ListedPackage> packages, @Nullable List<String> unmatched) {
        public Listed {
            packages = List.copyOf(packages);
            unmatched = copy(unmatched);
        }
    }

    /**
     * A version of a package.
     *
     * @param version as {@code pkg list} shows it
     * @param fmri its full identity
     * @param preferred its publisher is the first in the search order
     * @param summary null unless asked for
     */
    public record ListedPackage(
            String name,
            String publisher,
            String version,
            String fmri,
            boolean preferred,
            List<PackageState> states,
            @Nullable String summary) {
        public ListedPackage {
            states = List.copyOf(states);
        }
    }

    /** What holds for a version of a package in an image. */
    public enum PackageState {
        INSTALLED,
        /** There is a newer one. */
        UPGRADABLE,
        /** It stays at this version. */
        FROZEN,
        /** Somebody asked for it by name; not every image keeps this. */
        MANUAL,
        OBSOLETE,
        RENAMED,
        LEGACY,
        /** It says something of itself that the engine doesn't understand. */
        UNSUPPORTED
    }

    /**
     * @param packages patterns; null or empty for all that are installed
     * @param remote look at what the publishers offer; null means false
     * @param licenses with the texts of the licences; null means false
     */
    public record InfoRequest(
            @Nullable String root,
            @Nullable List<String> packages,
            @Nullable Boolean remote,
            @Nullable Boolean licenses)
            implements Query {
        public InfoRequest {
            ImageRequest.requireAbsolute(root);
            packages = copy(packages);
        }
    }

    public record Informed(
            List<PackageInfo> packages, @Nullable List<String> unmatched) {
        public Informed {
            packages = List.copyOf(packages);
            unmatched = copy(unmatched);
        }
    }

    /**
     * What is known of a package.
     *
     * @param version its component version
     * @param humanVersion what its publisher calls the version
     * @param branch null where the version has none
     * @param categories {@code SCHEME:CATEGORY}, as its manifest has them
     * @param renamedTo dependencies of a renamed package
     * @param packaged RFC 3339 in UTC
     * @param lastInstall RFC 3339 in UTC
     * @param lastUpdate RFC 3339 in UTC
     * @param sizeBytes sum of its contents
     * @param attributes the values of its {@code set} actions, by name
     * @param licenses null unless asked for
     */
    public record PackageInfo(
            String name,
            String publisher,
            String version,
            @Nullable String humanVersion,
            @Nullable String branch,
            String fmri,
            List<PackageState> states,
            @Nullable String summary,
            @Nullable String description,
            List<String> categories,
            List<String> renamedTo,
            @Nullable String packaged,
            @Nullable String lastInstall,
            @Nullable String lastUpdate,
            long sizeBytes,
            Map<String, List<String>> attributes,
            @Nullable List<String> licenses) {}

    /**
     * @param packages patterns; null or empty for all that are installed
     * @param remote look at what the publishers offer; null means false
     * @param types names of actions; null or empty for all
     * @param attributes {@code NAME=GLOB}: only actions with such a value
     * @param manifest whole manifests, as published; null means false
     * @param columns names of attributes, or {@code action.key} and {@code action.hash}: nothing else of an action is wanted; null
     *     or empty for all
     */
    public record ContentsRequest(
            @Nullable String root,
            @Nullable List<String> packages,
            @Nullable Boolean remote,
            @Nullable List<String> types,
            @Nullable List<String> attributes,
            @Nullable Boolean manifest,
            @Nullable List<String> columns)
            implements Query {
        public ContentsRequest {
            ImageRequest.requireAbsolute(root);
            packages = copy(packages);
            types = copy(types);
            attributes = copy(attributes);
            columns = copy(columns);
        }
    }

    public record Contained(
            List<Content> contents, @Nullable List<String> unmatched) {
        public Contained {
            contents = List.copyOf(contents);
            unmatched = copy(unmatched);
        }
    }

    /**
     * An action of a package.
     *
     * @param fmri the package
     * @param type the action's name: {@code file}, {@code dir}, ...
     * @param key what tells it from others of its type, where it has such an attribute: a file's path
     * @param hash of the contents, as the manifest names it
     * @param line the action as a manifest has it, with {@code manifest} only
     * @param attributes its attributes by name, without {@code manifest} only
     */
    public record Content(
            String fmri,
            String type,
            @Nullable String key,
            @Nullable String hash,
            @Nullable String line,
            @Nullable Map<String, List<String>> attributes) {}

    /**
     * @param query as {@code pkg search} takes it
     * @param remote ask the publishers' repositories, else the image's index; null means false
     * @param allVersions of older versions, too; null means false
     * @param caseSensitive null means false
     */
    public record SearchRequest(
            @Nullable String root,
            String query,
            @Nullable Boolean remote,
            @Nullable Boolean allVersions,
            @Nullable Boolean caseSensitive)
            implements Query {
        public SearchRequest {
            ImageRequest.requireAbsolute(root);
        }
    }

    public record Searched(List<Found> found) {
        public Searched {
            found = List.copyOf(found);
        }
    }

    /**
     * A match.
     *
     * @param index which attribute holds the value
     * @param action the action's name
     * @param fmri the package
     * @param attributes of the action, by name
     * @param key as that of {@link Content}
     * @param hash as that of {@link Content}
     */
    public record Found(
            String index,
            String action,
            String value,
            String fmri,
            Map<String, List<String>> attributes,
            @Nullable String key,
            @Nullable String hash) {}

    public record PublishersRequest(@Nullable String root) implements Query {
        public PublishersRequest {
            ImageRequest.requireAbsolute(root);
        }
    }

    /** @param publishers in search order */
    public record Publishing(List<Publisher> publishers) {
        public Publishing {
            publishers = List.copyOf(publishers);
        }
    }

    /**
     * A publisher as an image knows it.
     *
     * @param sticky what came from it is updated from it only
     * @param enabled it offers packages
     * @param clientUuid what the image calls itself to the publisher
     * @param sslKey the path of the client's key
     * @param sslCert the path of the client's certificate
     * @param properties those that were set for it; a list as its values
     * @param approvedCas SHA-1s of the certificates of CAs that were approved for it; null for none
     * @param revokedCas SHA-1s of the certificates of CAs that aren't trusted for it; null for none
     * @param catalogUpdated RFC 3339 in UTC: from when the newest catalog that the image has of it is
     */
    public record Publisher(
            String name,
            @Nullable String alias,
            boolean sticky,
            boolean enabled,
            List<Location> origins,
            List<Location> mirrors,
            @Nullable String clientUuid,
            @Nullable String sslKey,
            @Nullable String sslCert,
            Map<String, List<String>> properties,
            @Nullable List<String> approvedCas,
            @Nullable List<String> revokedCas,
            @Nullable String catalogUpdated) {
        public Publisher {
            approvedCas = copy(approvedCas);
            revokedCas = copy(revokedCas);
        }
    }

    /**
     * Where a publisher's packages come from; secrets in it are left out.
     *
     * @param proxy null for none
     */
    public record Location(
            String uri, boolean enabled, @Nullable String proxy) {}

    /** What of the image's configuration is asked for. */
    public enum SettingsKind {
        PROPERTIES,
        VARIANTS,
        FACETS,
        MEDIATORS,
        FROZEN,
        AVOIDED
    }

    /**
     * @param available what installed packages know of, too, not only what is set; null means false. Of variants then
     *     every value that they know; the image's has a source
     */
    public record SettingsRequest(
            @Nullable String root,
            SettingsKind kind,
            @Nullable Boolean available) implements Query {
        public SettingsRequest {
            ImageRequest.requireAbsolute(root);
        }
    }

    /** What was asked for, by name. */
    public record Settled(List<Setting> settings) {
        public Settled {
            settings = List.copyOf(settings);
        }
    }

    /**
     * A property, variant, facet, mediator, frozen or avoided package.
     *
     * @param value the value; the version of a mediator or of a frozen package; null where there is none
     * @param source who decided: {@code local}, {@code system}, {@code vendor}, {@code site}, {@code parent}; null where
     *     there is only one
     * @param implementation of a mediator
     * @param implementationVersion of a mediator
     * @param implementationSource of a mediator
     * @param time RFC 3339 in UTC: when a package was frozen
     * @param comment why a package was frozen; the groups that ask for an avoided one
     * @param installed of a variant or facet, where available ones were asked for: an installed package knows it
     */
    public record Setting(
            String name,
            @Nullable String value,
            @Nullable String source,
            @Nullable String implementation,
            @Nullable String implementationVersion,
            @Nullable String implementationSource,
            @Nullable String time,
            @Nullable String comment,
            @Nullable Boolean installed) {}

    static @Nullable List<String> copy(@Nullable List<String> list) {
        return list == null || list.isEmpty() ? null : List.copyOf(list);
    }

    /** The list, empty for null. */
    public static List<String> orEmpty(@Nullable List<String> list) {
        return requireNonNullElse(list, List.of());
    }
}
