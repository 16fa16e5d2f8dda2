package org.snapup.daemon.packages.ips;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.action.Action;
import org.snapup.ips.query.PackageAction;
import org.snapup.protocol.ImageQueries.Content;
import org.snapup.protocol.ImageQueries.ContentsRequest;

/** What of actions somebody wants to see, for one answer after the other. Immutable. */
final class ContentColumns {
    private static final Set<String> HASHES = Set.of("hash", "action.hash");

    private final boolean manifest;
    private final @Nullable List<String> columns;
    private final boolean hasKey;
    private final boolean hasHash;

    ContentColumns(ContentsRequest request) {
        manifest = Boolean.TRUE.equals(request.manifest());
        columns = request.columns();
        hasKey = columns == null || columns.contains("action.key");
        hasHash = columns == null || columns.stream().anyMatch(HASHES::contains);
    }

    Content show(PackageAction packaged) {
        Action action = packaged.action();
        return new Content(
                IpsAnswers.text(packaged.fmri()),
                action.kind().text(),
                hasKey ? action.key() : null,
                hasHash ? action.hash() : null,
                manifest ? action.toString() : null,
                manifest ? null : attributes(action));
    }

    private Map<String, List<String>> attributes(Action action) {
        Map<String, List<String>> attributes = new TreeMap<>();
        for (String key : columns == null ? action.attributes().keys() : columns) {
            List<String> values = action.attributes().all(key);
            if (!values.isEmpty()) {
                attributes.put(key, values);
            }
        }
        return attributes;
    }
}
