package org.snapup.protocol;

import java.util.regex.Pattern;

/** The form of a boot environment's name: what every storage backend can hold and every shell can say. */
public final class BeName {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}");

    private BeName() {}

    public static boolean isValid(String name) {
        return FORM.matcher(name).matches();
    }

    /**
     * Gives the name back.
     *
     * @throws SnapupException with {@link ErrorCode#INVALID_NAME} when it isn't of the form
     */
    public static String require(String name) {
        if (!isValid(name)) {
            throw new SnapupException(
                    ErrorCode.INVALID_NAME,
                    name,
                    "'" + name + "' can't be a boot environment's name: it must start with a letter or digit, hold only"
                            + " letters, digits and _ . : - and have at most 64 characters",
                    null);
        }
        return name;
    }
}
