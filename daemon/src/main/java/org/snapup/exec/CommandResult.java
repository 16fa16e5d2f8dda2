package org.snapup.exec;

/**
 * How a command ended.
 *
 * @param exitStatus 128 + N where signal N ended it
 * @param out standard output as UTF-8
 * @param err standard error as UTF-8
 */
public record CommandResult(int exitStatus, String out, String err) {
    public boolean ok() {
        return exitStatus == 0;
    }
}
