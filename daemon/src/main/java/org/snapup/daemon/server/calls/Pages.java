package org.snapup.daemon.server.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.packages.RowParts;
import org.snapup.protocol.ImageHistory.Remembered;
import org.snapup.protocol.ImageQueries.Contained;
import org.snapup.protocol.ImageQueries.Informed;
import org.snapup.protocol.ImageQueries.Listed;
import org.snapup.protocol.ImageQueries.Searched;
import org.snapup.protocol.Verification.Verified;

/** A long reply in parts, none of which a client has to hold with the others. */
final class Pages {
    private Pages() {}

    /** The reply as several, in order; one where it isn't a list of rows. */
    static List<Record> of(Record whole) {
        if (whole instanceof Listed r) {
            return split(r.packages(), r.unmatched(), Listed::new);
        } else if (whole instanceof Informed r) {
            return split(r.packages(), r.unmatched(), Informed::new);
        } else if (whole instanceof Contained r) {
            return split(r.contents(), r.unmatched(), Contained::new);
        } else if (whole instanceof Searched r) {
            return split(r.found(), null, (rows, unmatched) -> new Searched(rows));
        } else if (whole instanceof Remembered r) {
            return split(r.operations(), null, (rows, unmatched) -> new Remembered(rows));
        } else if (whole instanceof Verified r) {
            return verified(r);
        }
        return List.of(whole);
    }

    /** Parts of an answer that came in several, as one. */
    static Record joined(List<Record> parts) {
        Record last = parts.get(parts.size() - 1);
        if (parts.size() == 1) {
            return last;
        } else if (last instanceof Contained end) {
            return new Contained(rows(parts, Contained.class, Contained::contents), end.unmatched());
        } else if (last instanceof Searched) {
            return new Searched(rows(parts, Searched.class, Searched::found));
        }
        throw new IllegalStateException("several parts of " + last.getClass());
    }

    private static <R, T> List<T> rows(List<Record> parts, Class<R> type, Function<R, List<T>> rows) {
        return parts.stream()
                .map(type::cast)
                .flatMap(part -> rows.apply(part).stream())
                .toList();
    }

    /** What is unpackaged first, so that the last part is that of the packages. */
    private static List<Record> verified(Verified whole) {
        List<Record> pages = new ArrayList<>();
        if (whole.unpackaged() != null) {
            pages.addAll(split(whole.unpackaged(), null, (rows, none) -> new Verified(null, null, null, rows, null)));
        }
        if (whole.packages() != null) {
            pages.addAll(split(
                    whole.packages(), whole.unmatched(), (rows, left) -> new Verified(null, rows, left, null, null)));
        }
        return pages.isEmpty() ? List.of(whole) : pages;
    }

    private static <T> List<Record> split(
            List<T> rows, @Nullable List<String> unmatched, BiFunction<List<T>, @Nullable List<String>, Record> page) {
        List<Record> pages = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(rows.size(), from + RowParts.ROWS);
            pages.add(page.apply(rows.subList(from, to), to == rows.size() ? unmatched : null));
            from = to;
        } while (from < rows.size());
        return pages;
    }
}
