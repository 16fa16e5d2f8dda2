package org.snapup.client.render;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns that are as wide as their widest cell; cells are escaped. */
public final class Table {
    private final List<String[]> rows = new ArrayList<>();
    private final int[] widths;

    public Table(String... header) {
        widths = new int[header.length];
        row(header);
    }

    public void row(String... cells) {
        String[] row = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            row[i] = Escape.line(cells[i]);
            widths[i] = Math.max(widths[i], width(row[i]));
        }
        rows.add(row);
    }

    /** The rows, each ended by a line feed, without blanks at the end. */
    public String text() {
        StringBuilder text = new StringBuilder(rows.size() * 64);
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                text.append(row[i]);
                int blanks = i + 1 == row.length ? 0 : widths[i] - width(row[i]) + 1;
                for (int n = 0; n < blanks; n++) {
                    text.append(' ');
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
