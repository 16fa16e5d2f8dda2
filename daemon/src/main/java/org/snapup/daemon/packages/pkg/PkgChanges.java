package org.snapup.daemon.packages.pkg;

import static org.snapup.protocol.ImageQueries.orEmpty;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageChanges.AvoidRequest;
import org.snapup.protocol.ImageChanges.Change;
import org.snapup.protocol.ImageChanges.CleanRequest;
import org.snapup.protocol.ImageChanges.FlagRequest;
import org.snapup.protocol.ImageChanges.FreezeRequest;
import org.snapup.protocol.ImageChanges.PropertyRequest;
import org.snapup.protocol.ImageChanges.PublisherRequest;
import org.snapup.protocol.ImageChanges.PurgeHistoryRequest;
import org.snapup.protocol.ImageChanges.RebuildIndexRequest;
import org.snapup.protocol.ImageChanges.RefreshRequest;
import org.snapup.protocol.ImageChanges.UnavoidRequest;
import org.snapup.protocol.ImageChanges.UnfreezeRequest;
import org.snapup.protocol.ImageChanges.UnsetPublisherRequest;
import org.snapup.protocol.ImageChanges.UpdateFormatRequest;
import org.snapup.protocol.SnapupException;

/** Changes an image's configuration with pkg(1), which writes it in one rename. */
final class PkgChanges {
    /** Lines that pkg(1) prints for people and that aren't its progress. */
    private static final Pattern SAID =
            Pattern.compile("\\d+ packages? updated\\.|Image format .*\\.|Checking cache directory .*");

    private PkgChanges() {}

    /** Whether anything is another now; what pkg(1) says of that isn't asked. */
    static boolean make(PkgTool tool, Path root, Change change, EngineContext context) {
        List<String> words = words(change);
        String before = text(root, change);
        CommandResult result = tool.change(root, words, context);
        if (result.exitStatus() != PkgFailure.DONE && result.exitStatus() != PkgFailure.NOTHING_TO_DO) {
            throw PkgFailure.of(words, result);
        }
        result.out().lines().filter(line -> SAID.matcher(line).matches()).forEach(context::note);
        return change instanceof RefreshRequest
                || change instanceof PurgeHistoryRequest
                || change instanceof RebuildIndexRequest
                || change instanceof CleanRequest
                || !text(root, change).equals(before);
    }

    private static String text(Path root, Change change) {
        if (change instanceof FlagRequest) {
            return ImageText.manual(root);
        }
        return change instanceof UpdateFormatRequest ? ImageText.format(root) : ImageText.of(root);
    }

    private static List<String> words(Change change) {
        if (change instanceof FreezeRequest request) {
            List<String> options = request.reason() == null ? List.of() : List.of("-c", request.reason());
            return words("freeze", options, request.packages());
        } else if (change instanceof UnfreezeRequest request) {
            return words("unfreeze", List.of(), request.packages());
        } else if (change instanceof AvoidRequest request) {
            return words("avoid", List.of(), request.packages());
        } else if (change instanceof UnavoidRequest request) {
            return words("unavoid", List.of(), request.packages());
        } else if (change instanceof UnsetPublisherRequest request) {
            return words("unset-publisher", List.of(), request.publishers());
        } else if (change instanceof FlagRequest request) {
            return words("flag", List.of(request.manual() ? "-m" : "-M"), request.packages());
        } else if (change instanceof CleanRequest) {
            return List.of("clean", "-v");
        } else if (change instanceof UpdateFormatRequest) {
            return List.of("update-format");
        } else if (change instanceof PurgeHistoryRequest) {
            return List.of("purge-history");
        } else if (change instanceof RebuildIndexRequest) {
            return List.of("rebuild-index");
        } else if (change instanceof RefreshRequest request) {
            List<String> options = Boolean.TRUE.equals(request.full()) ? List.of("--full") : List.of();
            return words("refresh", options, orEmpty(request.publishers()));
        } else if (change instanceof PropertyRequest request) {
            return property(request);
        }
        return publisher((PublisherRequest) change);
    }

    private static List<String> words(String verb, List<String> options, List<String> operands) {
        List<String> words = new ArrayList<>(List.of(verb));
        words.addAll(options);
        words.add("--");
        words.addAll(operands);
        return words;
    }

    private static List<String> property(PropertyRequest request) {
        List<String> values = orEmpty(request.values());
        String verb = switch (request.act()) {
            case SET -> "set-property";
            case ADD -> "add-property-value";
            case REMOVE -> "remove-property-value";
            case UNSET -> "unset-property";
        };
        if (values.size() > 1 && !verb.equals("set-property")) {
            throw new SnapupException(
                    ErrorCode.NOT_SUPPORTED,
                    request.property(),
                    "pkg(1) adds and removes one value at a time; repeat the command for each of " + values,
                    null);
        }
        List<String> operands = new ArrayList<>(List.of(request.property()));
        operands.addAll(values);
        return words(verb, List.of(), operands);
    }

    private static List<String> publisher(PublisherRequest request) {
        List<String> options = new ArrayList<>();
        if (request.repository() != null) {
            options.addAll(List.of("-p", request.repository()));
        }
        each(options, "-g", request.addOrigins());
        each(options, "-G", request.removeOrigins());
        each(options, "-m", request.addMirrors());
        each(options, "-M", request.removeMirrors());
        flag(options, request.enabled(), "--enable", "--disable");
        flag(options, request.sticky(), "--sticky", "--non-sticky");
        value(options, "-k", request.sslKey());
        value(options, "-c", request.sslCert());
        value(options, "--proxy", request.proxy());
        if (Boolean.TRUE.equals(request.resetUuid())) {
            options.add("--reset-uuid");
        }
        if (Boolean.FALSE.equals(request.refresh())) {
            options.add("--no-refresh");
        }
        search(options, request);
        properties(options, request.properties());
        values(options, "--add-property-value", request.addValues());
        values(options, "--remove-property-value", request.removeValues());
        each(options, "--approve-ca-cert", request.approveCas());
        each(options, "--revoke-ca-cert", request.revokeCas());
        each(options, "--unset-ca-cert", request.unsetCas());
        if (!orEmpty(request.enableOrigins()).isEmpty()
                || !orEmpty(request.disableOrigins()).isEmpty()) {
            throw new SnapupException(
                    ErrorCode.NOT_SUPPORTED,
                    "the package engine pkg switches origins on and off only with their publisher: snapup set-publisher"
                            + " --enable or --disable NAME");
        }
        return words("set-publisher", options, request.publisher() == null ? List.of() : List.of(request.publisher()));
    }

    private static void search(List<String> options, PublisherRequest request) {
        if (request.search() != null) {
            switch (request.search()) {
                case FIRST -> options.add("--search-first");
                case BEFORE -> options.add("--search-before=" + request.searchRelative());
                case AFTER -> options.add("--search-after=" + request.searchRelative());
            }
        }
    }

    private static void properties(List<String> options, @Nullable Map<String, String> properties) {
        if (properties != null) {
            new TreeMap<>(properties)
                    .forEach((name, value) -> options.addAll(
                            value.isEmpty()
                                    ? List.of("--unset-property", name)
                                    : List.of("--set-property", name + "=" + value)));
        }
    }

    private static void values(List<String> options, String option, @Nullable Map<String, List<String>> values) {
        if (values != null) {
            new TreeMap<>(values)
                    .forEach(
                            (name, list) -> list.forEach(value -> options.addAll(List.of(option, name + "=" + value))));
        }
    }

    private static void each(List<String> options, String option, @Nullable List<String> values) {
        orEmpty(values).forEach(value -> options.addAll(List.of(option, value)));
    }

    private static void flag(List<String> options, @Nullable Boolean value, String whenTrue, String whenFalse) {
        if (value != null) {
            options.add(value ? whenTrue : whenFalse);
        }
    }

    private static void value(List<String> options, String option, @Nullable String value) {
        if (value != null) {
            options.addAll(List.of(option, value));
        }
    }
}
