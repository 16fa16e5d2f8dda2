package org.snapup.client.cli;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An option of a verb.
 *
 * @param shortName for example {@code -n}, null where there is none
 * @param longName for example {@code --be-name}, null where there is none
 * @param value what its value is called in the help, null for an option that takes none
 * @param help one line for the help
 * @param repeats it may be given several times, each time with another value
 */
public record Option(
        @Nullable String shortName,
        @Nullable String longName,
        @Nullable String value,
        String help,
        boolean repeats) {
    public Option(@Nullable String shortName, @Nullable String longName, @Nullable String value, String help) {
        this(shortName, longName, value, help, false);
    }

    public Option {
        requireNonNull(help, "help");
        if (shortName == null && longName == null) {
            throw new IllegalArgumentException("an option without a name");
        }
    }

    public static Option flag(String longName, String help) {
        return new Option(null, longName, null, help);
    }

    public static Option flag(char shortName, String help) {
        return new Option("-" + shortName, null, null, help);
    }

    public static Option valued(String longName, String value, String help) {
        return new Option(null, longName, value, help);
    }

    public static Option valued(char shortName, String value, String help) {
        return new Option("-" + shortName, null, value, help);
    }

    public static Option flag(char shortName, String longName, String help) {
        return new Option("-" + shortName, longName, null, help);
    }

    public static Option valued(char shortName, String longName, String value, String help) {
        return new Option("-" + shortName, longName, value, help);
    }

    /** The same, and it may be given several times. */
    public Option repeated() {
        return new Option(shortName, longName, value, help, true);
    }

    public boolean takesValue() {
        return value != null;
    }

    /** How messages call it. */
    public String display() {
        return longName != null ? longName : requireNonNull(shortName);
    }

    boolean isCalled(String name) {
        return name.equals(shortName) || name.equals(longName);
    }
}
