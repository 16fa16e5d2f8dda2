package org.snapup.daemon.packages.ips;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.RowParts;
import org.snapup.ips.Ips;
import org.snapup.ips.IpsListener;
import org.snapup.ips.action.Action;
import org.snapup.ips.search.Match;
import org.snapup.protocol.ImageQueries.Found;
import org.snapup.protocol.ImageQueries.SearchRequest;
import org.snapup.protocol.ImageQueries.Searched;

/** What the library finds, as the protocol's records. A match of a package alone has an empty index and action. */
final class IpsSearch {
    private IpsSearch() {}

    static Searched search(Path root, SearchRequest request, Consumer<Record> parts, IpsListener listener) {
        boolean caseSensitive = Boolean.TRUE.equals(request.caseSensitive());
        boolean allVersions = Boolean.TRUE.equals(request.allVersions());
        List<Match> matches = Boolean.TRUE.equals(request.remote())
                ? Ips.searchOffered(root, request.query(), caseSensitive, allVersions, listener)
                : Ips.search(root, request.query(), caseSensitive, listener);
        RowParts<Found> found = new RowParts<>(parts, Searched::new);
        matches.forEach(match -> found.add(show(match)));
        return new Searched(found.rest());
    }

    private static Found show(Match match) {
        @Nullable Action action = match.action();
        Map<String, List<String>> attributes = new TreeMap<>();
        if (action != null) {
            for (String key : action.attributes().keys()) {
                attributes.put(key, action.attributes().all(key));
            }
        }
        return new Found(
                match.index(),
                action == null ? "" : action.kind().text(),
                match.value(),
                IpsAnswers.text(match.fmri()),
                attributes,
                action == null ? null : action.key(),
                action == null ? null : action.hash());
    }
}
