package org.snapup.ips.query;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snapup.ips.action.ActionKind;

/**
 * Which actions to list.
 *
 * @param patterns packages; none means all that are installed
 * @param kinds only these ({@code -t}); none means all
 * @param matching attribute to shell patterns of which one of all has to fit a value, whatever the case of letters ({@code
 *     -a}); {@code action.hash} and {@code action.name} count as attributes, as does {@code path} with or without a leading
 *     slash
 * @param everything actions for other variants and facets too, as {@code -m} prints manifests
 * @param remote the newest known versions that match, from their origins, instead of installed ones ({@code -r})
 * @param origins repositories to look in instead of the image's publishers ({@code -g})
 */
public record ContentsQuery(
        List<String> patterns,
        Set<ActionKind> kinds,
        Map<String, List<String>> matching,
        boolean everything,
        boolean remote,
        List<String> origins) {
    public ContentsQuery {
        patterns = List.copyOf(patterns);
        kinds = Set.copyOf(kinds);
        matching = Map.copyOf(matching);
        origins = List.copyOf(origins);
    }

    /** All that installed packages deliver to this image. */
    public static ContentsQuery installed(List<String> patterns) {
        return new ContentsQuery(patterns, Set.of(), Map.of(), false, false, List.of());
    }
}
