package org.snapup.ips.execute;

import org.snapup.ips.IpsException;
import org.snapup.ips.action.Action;

/** Modes as actions have them. */
final class Modes {
    private static final int ALL = 07777;

    private Modes() {}

    /**
     * The lower 12 bits.
     *
     * @throws IpsException CORRUPT if there is no mode or it isn't an octal number
     */
    static int of(Action action) {
        String text = action.get("mode");
        try {
            int mode = text == null ? -1 : Integer.parseInt(text, 8);
            if (mode >= 0 && mode <= ALL) {
                return mode;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw IpsException.corrupt("the action '" + action + "' has no valid mode: its package was published wrongly");
    }
}
