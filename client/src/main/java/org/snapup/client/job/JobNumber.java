package org.snapup.client.job;

import org.snapup.client.cli.UsageException;

/** Numbers on the command line. */
final class JobNumber {
    private JobNumber() {}

    /** @param what what the number is, for the message */
    static long parse(String word, String what) throws UsageException {
        try {
            long number = Long.parseLong(word);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException(what + " must be a number above 0, not '" + word + "'");
    }
}
