package org.snapup.daemon.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Rows of an answer, handed on in parts, so that no more than one part's rows are kept. Not thread-safe. */
public final class RowParts<T> {
    /** Of one part. */
    public static final int ROWS = 256;

    private final Consumer<Record> parts;
    private final Function<List<T>, Record> part;
    private List<T> rows = new ArrayList<>(ROWS);

    /**
     * For one answer.
     *
     * @param parts takes each part that is full
     * @param part makes one of rows
     */
    public RowParts(Consumer<Record> parts, Function<List<T>, Record> part) {
        this.parts = parts;
        this.part = part;
    }

    public void add(T row) {
        if (rows.size() == ROWS) {
            parts.accept(part.apply(rows));
            rows = new ArrayList<>(ROWS);
        }
        rows.add(row);
    }

    /** Those that weren't handed on: none only where there was none at all. */
    public List<T> rest() {
        return rows;
    }
}
