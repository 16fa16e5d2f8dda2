package org.snapup.client.terminal;

/** What the standard output is. */
public interface Screen {
    /** No terminal: a pipe, a file, or a terminal that can't move its cursor. */
    Screen NONE = new Screen() { // no lambda: the first one of a process takes 4 ms, and every start comes by here
                @Override
                public int columns() {
                    return 0;
                }
            };

    /** How many characters fit on a line now; 0 without a terminal. */
    int columns();

    default boolean isTerminal() {
        return columns() > 0;
    }
}
