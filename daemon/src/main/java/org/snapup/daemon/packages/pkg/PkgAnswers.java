package org.snapup.daemon.packages.pkg;

import static org.snapup.protocol.ImageQueries.orEmpty;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.exec.CommandResult;
import org.snapup.ips.action.Action;
import org.snapup.ips.fmri.Fmri;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageHistory.HistoryRequest;
import org.snapup.protocol.ImageQueries.ContentsRequest;
import org.snapup.protocol.ImageQueries.Found;
import org.snapup.protocol.ImageQueries.InfoRequest;
import org.snapup.protocol.ImageQueries.ListRequest;
import org.snapup.protocol.ImageQueries.Listed;
import org.snapup.protocol.ImageQueries.ListedPackage;
import org.snapup.protocol.ImageQueries.PackageState;
import org.snapup.protocol.ImageQueries.PublishersRequest;
import org.snapup.protocol.ImageQueries.Query;
import org.snapup.protocol.ImageQueries.Scope;
import org.snapup.protocol.ImageQueries.SearchRequest;
import org.snapup.protocol.ImageQueries.Searched;
import org.snapup.protocol.ImageQueries.SettingsRequest;
import org.snapup.protocol.SnapupException;
import org.snapup.protocol.Verification.Finding;
import org.snapup.protocol.Verification.Severity;
import org.snapup.protocol.Verification.Unpackaged;
import org.snapup.protocol.Verification.Verified;
import org.snapup.protocol.Verification.VerifiedPackage;
import org.snapup.protocol.Verification.VerifyRequest;

/**
 * Answers questions with what pkg(1) prints, asked of a {@link MetadataCopy}; only a verify looks at the image itself,
 * since it looks at the files.
 */
final class PkgAnswers {
    private static final Pattern LISTED = Pattern.compile("(pkg://\\S+)\\s+(\\S+)\\s*");
    private static final Pattern SUMMARY = Pattern.compile("\\S+(?: \\([^)]*\\))? +(.*?) *");
    private static final Pattern PATTERN_LINE = Pattern.compile("\\s+(\\S.*)");
    private static final String SEARCH_COLUMNS = "search.match_type,action.name,search.match,pkg.fmri,action.raw";

    private final PkgTool tool;
    private final Path root;
    private final EngineContext context;

    PkgAnswers(PkgTool tool, Path root, EngineContext context) {
        this.tool = tool;
        this.root = root;
        this.context = context;
    }

    Record answer(Query query, Consumer<Record> parts) {
        if (query instanceof VerifyRequest request) {
            return verify(request);
        }
        try (MetadataCopy copy = MetadataCopy.of(root, context.cache())) {
            Asking asking = new Asking(tool, copy.root(), context);
            if (query instanceof ListRequest request) {
                return list(asking, request);
            } else if (query instanceof InfoRequest request) {
                return new PackageDescriptions(asking).info(request);
            } else if (query instanceof ContentsRequest request) {
                return new PackageDescriptions(asking).contents(request, parts);
            } else if (query instanceof SearchRequest request) {
                return search(asking, request);
            } else if (query instanceof HistoryRequest request) {
                return new ToolHistory(asking).remembered(request);
            } else if (query instanceof PublishersRequest) {
                return new ToolSettings(asking).publishers();
            }
            return new ToolSettings(asking).settings((SettingsRequest) query);
        }
    }

    private static Listed list(Asking asking, ListRequest request) {
        List<String> patterns = orEmpty(request.patterns());
        List<String> options = new ArrayList<>(scope(request.scope()));
        options.add(0, "list");
        options.addAll(List.of("-H", "--no-refresh"));
        CommandResult result = asking.partly(with(options, "-v", patterns));
        List<String> lines = result.out().lines().toList();
        List<String> summaries = Boolean.TRUE.equals(request.summaries())
                ? asking.partly(with(options, "-s", patterns)).out().lines().toList()
                : List.of();
        String first = lines.isEmpty() ? "" : new ToolSettings(asking).firstPublisher();
        List<ListedPackage> listed = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LISTED.matcher(lines.get(i));
            if (line.matches()) {
                String text = line.group(1);
                Fmri fmri = Fmri.parse(text);
                listed.add(new ListedPackage(
                        fmri.name(),
                        fmri.requirePublisher(),
                        version(text),
                        text,
                        fmri.requirePublisher().equals(first),
                        states(line.group(2), request.scope()),
                        i < summaries.size() ? summary(summaries.get(i)) : null));
            }
        }
        return new Listed(listed, unmatched(result));
    }

    private static @Nullable String summary(String line) {
        Matcher matcher = SUMMARY.matcher(line);
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static List<String> with(List<String> options, String column, List<String> patterns) {
        List<String> words = new ArrayList<>(options);
        words.add(column);
        words.add("--");
        words.addAll(patterns);
        return words;
    }

    private static List<String> scope(@Nullable Scope scope) {
        if (scope == null) {
            return List.of();
        }
        return switch (scope) {
            case INSTALLED -> List.of();
            case UPGRADABLE -> List.of("-u");
            case REMOVABLE -> List.of("-r");
            case AVAILABLE -> List.of("-a");
            case NEWEST -> List.of("-n");
            case ALL -> List.of("-a", "-f");
        };
    }

    /** The version between the name and the time. */
    private static String version(String fmri) {
        String version = fmri.substring(fmri.indexOf('@') + 1);
        int time = version.indexOf(':');
        return time < 0 ? version : version.substring(0, time);
    }

    /** {@code imf} and the like: installed, manually installed, frozen; the last column has o, r and others. */
    private static List<PackageState> states(String flags, @Nullable Scope scope) {
        List<PackageState> states = new ArrayList<>();
        addIf(states, flags.indexOf('i') >= 0, PackageState.INSTALLED);
        addIf(states, scope == Scope.UPGRADABLE, PackageState.UPGRADABLE);
        addIf(states, flags.indexOf('f') >= 0, PackageState.FROZEN);
        addIf(states, flags.indexOf('m') >= 0, PackageState.MANUAL);
        addIf(states, flags.indexOf('o') >= 0, PackageState.OBSOLETE);
        addIf(states, flags.indexOf('r') >= 0, PackageState.RENAMED);
        return states;
    }

    private static void addIf(List<PackageState> states, boolean holds, PackageState state) {
        if (holds) {
            states.add(state);
        }
    }

    /** The indented lines beneath the message that names them. */
    static List<String> unmatched(CommandResult result) {
        return result.err()
                .lines()
                .map(PATTERN_LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .toList();
    }

    private static Searched search(Asking asking, SearchRequest request) {
        List<String> words = new ArrayList<>(List.of("search", "-H", "-o", SEARCH_COLUMNS));
        words.add(Boolean.TRUE.equals(request.remote()) ? "-r" : "-l");
        if (Boolean.TRUE.equals(request.allVersions())) {
            words.add("-f");
        }
        if (Boolean.TRUE.equals(request.caseSensitive())) {
            words.add("-I");
        }
        words.addAll(List.of("--", request.query()));
        CommandResult result = asking.found(words);
        return new Searched(
                result.out().lines().flatMap(line -> match(line).stream()).toList());
    }

    private static List<Found> match(String printed) {
        String[] columns = printed.split("\t", 5);
        if (columns.length < 4) {
            return List.of();
        }
        String line = columns.length < 5 ? "" : columns[4].strip();
        @Nullable Action action = line.isEmpty() ? null : Action.parse(line);
        return List.of(new Found(
                columns[0].strip(),
                columns[1].strip(),
                columns[2].strip(),
                columns[3].strip(),
                PackageDescriptions.attributes(line),
                action == null ? null : action.key(),
                action == null ? null : action.hash()));
    }

    private Verified verify(VerifyRequest request) {
        List<String> words = new ArrayList<>(List.of("verify", "--parsable=0"));
        if (request.unpackaged() != null) {
            words.add(unpackaged(request.unpackaged()));
        }
        orEmpty(request.paths()).forEach(path -> words.addAll(List.of("-p", path)));
        words.add("--");
        words.addAll(orEmpty(request.packages()));
        CommandResult result = tool.ask(root, words, context);
        boolean looked = result.exitStatus() == PkgFailure.DONE
                || (result.exitStatus() == PkgFailure.FAILED && !result.out().isBlank());
        if (!looked) {
            throw PkgFailure.of(words, result);
        }
        if (request.isParsable()) {
            Asking.json(result); // nothing else is passed on
            return new Verified(
                    null, null, unmatched(result), null, result.out().strip());
        }
        List<VerifiedPackage> packages = new ArrayList<>();
        Asking.json(result).path("item-messages").properties().forEach(item -> {
            if (item.getKey().startsWith("pkg:")) {
                packages.add(new VerifiedPackage(item.getKey(), findings(item.getValue())));
            }
        });
        JsonNode unpackaged = Asking.json(result).path("item-messages").path("unpackaged");
        return new Verified(
                null,
                request.unpackaged() == Unpackaged.ONLY ? null : packages,
                unmatched(result),
                request.unpackaged() == null ? null : findings(unpackaged),
                null);
    }

    /** Of the live system pkg(1) would make a boot environment of its own, behind everybody's back. */
    private String unpackaged(Unpackaged sought) {
        if (root.equals(root.getRoot())) {
            throw new SnapupException(
                    ErrorCode.NOT_SUPPORTED,
                    "the package engine pkg looks for unpackaged contents only in a mounted boot environment: mount a"
                            + " snapshot of this one, and name it with -R");
        }
        return sought == Unpackaged.ONLY ? "--unpackaged-only" : "--unpackaged";
    }

    private static List<Finding> findings(JsonNode item) {
        List<Finding> findings = new ArrayList<>();
        Set<String> own = Set.of("messages");
        item.properties().forEach(action -> {
            if (!own.contains(action.getKey())) {
                for (JsonNode message : action.getValue()) {
                    findings.add(new Finding(
                            severity(message.path("msg_level").asText()),
                            action.getKey(),
                            message.path("msg_text").asText().strip()));
                }
            }
        });
        return findings;
    }

    private static Severity severity(String level) {
        return switch (level) {
            case "error" -> Severity.ERROR;
            case "warning" -> Severity.WARNING;
            default -> Severity.INFO;
        };
    }
}
