package org.snapup.daemon.packages.ips;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of the library as texts that anybody may read. */
final class IpsText {
    private static final Pattern USER = Pattern.compile("(?<=://)[^/@\\s]*@");

    private IpsText() {}

    /** The text with the user and password of each URI in it left out. */
    static String withoutSecret(String text) {
        return USER.matcher(text).replaceAll("");
    }

    /** RFC 3339 in UTC. */
    static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
