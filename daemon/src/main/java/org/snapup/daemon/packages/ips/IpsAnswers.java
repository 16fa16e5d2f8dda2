package org.snapup.daemon.packages.ips;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.RowParts;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.fmri.Version;
import org.snapup.ips.image.HistoryEntry;
import org.snapup.ips.image.ImagePublisher;
import org.snapup.ips.query.ContentsQuery;
import org.snapup.ips.query.Formats;
import org.snapup.ips.query.Found;
import org.snapup.ips.query.ImageQueries;
import org.snapup.ips.query.InfoQuery;
import org.snapup.ips.query.ListQuery;
import org.snapup.ips.query.PackageInfo;
import org.snapup.ips.query.PackageLicense;
import org.snapup.ips.query.PackageState;
import org.snapup.protocol.ImageHistory.HistoryRequest;
import org.snapup.protocol.ImageHistory.PastOperation;
import org.snapup.protocol.ImageHistory.Remembered;
import org.snapup.protocol.ImageQueries.Contained;
import org.snapup.protocol.ImageQueries.Content;
import org.snapup.protocol.ImageQueries.ContentsRequest;
import org.snapup.protocol.ImageQueries.InfoRequest;
import org.snapup.protocol.ImageQueries.Informed;
import org.snapup.protocol.ImageQueries.ListRequest;
import org.snapup.protocol.ImageQueries.Listed;
import org.snapup.protocol.ImageQueries.ListedPackage;
import org.snapup.protocol.ImageQueries.Scope;

/** What the library knows of packages and of the past, as the protocol's records. Not for several threads at once. */
final class IpsAnswers {
    private final ImageQueries image;

    IpsAnswers(ImageQueries image) {
        this.image = image;
    }

    Listed list(ListRequest request) {
        ListQuery query = new ListQuery(
                selection(request.scope()),
                patterns(request.patterns()),
                List.of(),
                false,
                isTrue(request.summaries()));
        Found<org.snapup.ips.query.ListedPackage> found = image.list(query);
        String first = firstPublisher();
        return new Listed(
                found.items().stream().map(listed -> show(listed, first)).toList(), found.unmatched());
    }

    private static ListQuery.Selection selection(@Nullable Scope scope) {
        if (scope == null) {
            return ListQuery.Selection.INSTALLED;
        }
        return switch (scope) {
            case INSTALLED -> ListQuery.Selection.INSTALLED;
            case UPGRADABLE -> ListQuery.Selection.UPGRADABLE;
            case REMOVABLE -> ListQuery.Selection.REMOVABLE;
            case AVAILABLE -> ListQuery.Selection.INSTALLABLE;
            case NEWEST -> ListQuery.Selection.NEWEST;
            case ALL -> ListQuery.Selection.ALL;
        };
    }

    private static ListedPackage show(org.snapup.ips.query.ListedPackage listed, String first) {
        Fmri fmri = listed.fmri();
        String publisher = fmri.requirePublisher();
        return new ListedPackage(
                fmri.name(),
                publisher,
                fmri.requireVersion().shortText(),
                text(fmri),
                publisher.equals(first),
                states(listed.states()),
                listed.summary());
    }

    private static List<org.snapup.protocol.ImageQueries.PackageState> states(Iterable<PackageState> states) {
        List<org.snapup.protocol.ImageQueries.PackageState> shown = new ArrayList<>();
        for (PackageState state : states) {
            shown.add(org.snapup.protocol.ImageQueries.PackageState.valueOf(state.name()));
        }
        shown.sort(null);
        return shown;
    }

    /** As pkg(1) writes identities for people: without the build release. */
    static String text(Fmri fmri) {
        return fmri.stem() + "@" + Formats.withoutBuild(fmri.requireVersion());
    }

    private String firstPublisher() {
        return image.config().publishers().stream()
                .map(ImagePublisher::name)
                .findFirst()
                .orElse("");
    }

    Informed info(InfoRequest request) {
        List<String> patterns = patterns(request.packages());
        Found<PackageInfo> found = image.info(new InfoQuery(patterns, isTrue(request.remote()), List.of()));
        Map<Fmri, List<String>> licenses =
                isTrue(request.licenses()) ? licenses(patterns, isTrue(request.remote())) : Map.of();
        return new Informed(
                found.items().stream()
                        .map(info -> show(
                                info,
                                isTrue(request.licenses()) ? licenses.getOrDefault(info.fmri(), List.of()) : null))
                        .toList(),
                found.unmatched());
    }

    private Map<Fmri, List<String>> licenses(List<String> patterns, boolean remote) {
        return image.licenses(patterns, remote).items().stream()
                .collect(Collectors.groupingBy(
                        PackageLicense::fmri, Collectors.mapping(PackageLicense::text, Collectors.toList())));
    }

    private static org.snapup.protocol.ImageQueries.PackageInfo show(
            PackageInfo info, @Nullable List<String> licenses) {
        Version version = info.fmri().requireVersion();
        return new org.snapup.protocol.ImageQueries.PackageInfo(
                info.fmri().name(),
                info.fmri().requirePublisher(),
                version.release().toString(),
                info.humanVersion(),
                version.branch() == null ? null : version.branch().toString(),
                text(info.fmri()),
                states(info.states()),
                info.summary(),
                info.description(),
                info.categories().stream()
                        .map(category -> category.scheme() + ":" + category.name())
                        .toList(),
                info.renamedTo(),
                IpsText.time(info.packaged()),
                IpsText.time(info.lastInstall()),
                IpsText.time(info.lastUpdate()),
                info.size(),
                info.attributes(),
                licenses);
    }

    Contained contents(ContentsRequest request, Consumer<Record> parts) {
        ContentColumns columns = new ContentColumns(request);
        RowParts<Content> contents = new RowParts<>(parts, rows -> new Contained(rows, null));
        ContentsQuery query = new ContentsQuery(
                patterns(request.packages()),
                patterns(request.types()).stream().map(IpsAnswers::kind).collect(Collectors.toSet()),
                matching(patterns(request.attributes())),
                isTrue(request.manifest()),
                isTrue(request.remote()),
                List.of());
        List<String> unmatched = image.contents(query, action -> contents.add(columns.show(action)));
        return new Contained(contents.rest(), unmatched);
    }

    private static ActionKind kind(String text) {
        for (ActionKind kind : ActionKind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw IpsException.badInput("there is no action '" + text
                + "'; packages have file, dir, link, hardlink, depend," + " set, license and others");
    }

    private static Map<String, List<String>> matching(List<String> attributes) {
        Map<String, List<String>> matching = new LinkedHashMap<>();
        for (String attribute : attributes) {
            int equals = attribute.indexOf('=');
            if (equals < 1) {
                throw IpsException.badInput("'" + attribute + "' is no NAME=PATTERN");
            }
            matching.computeIfAbsent(attribute.substring(0, equals), name -> new ArrayList<>())
                    .add(attribute.substring(equals + 1));
        }
        return matching;
    }

    Remembered history(HistoryRequest request) {
        List<HistoryEntry> entries = image.history();
        Long limit = request.limit();
        int from = limit == null ? 0 : (int) Math.max(0, entries.size() - Math.max(0, limit));
        return new Remembered(entries.subList(from, entries.size()).stream()
                .map(IpsAnswers::show)
                .toList());
    }

    private static PastOperation show(HistoryEntry entry) {
        return new PastOperation(
                entry.operation(),
                entry.outcome(),
                entry.reason(),
                entry.client(),
                entry.clientVersion(),
                entry.command().stream().map(IpsText::withoutSecret).toList(),
                entry.user(),
                entry.userId(),
                entry.bootEnvironment(),
                entry.bootEnvironmentUuid(),
                entry.newBootEnvironment(),
                entry.newBootEnvironmentUuid(),
                entry.snapshot(),
                entry.releaseNotes(),
                entry.start().toString(),
                entry.end().toString(),
                entry.startState(),
                entry.endState(),
                entry.errors());
    }

    private static List<String> patterns(@Nullable List<String> patterns) {
        return org.snapup.protocol.ImageQueries.orEmpty(patterns);
    }

    private static boolean isTrue(@Nullable Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }
}
