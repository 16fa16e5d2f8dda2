package org.snapup.daemon.workflows;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Automatic names of new BEs, as pkg(1) and libbe give them: {@code be}, {@code be-1}, {@code be-2}. */
final class BeNames {
    private static final Pattern NUMBERED = Pattern.compile("(.*)-([0-9]{1,9})");
    private static final int MAX_LENGTH = 64;

    private BeNames() {}

    /** The first free name after the source's. */
    static String next(String source, Set<String> taken) {
        String base = source;
        long number = 0;
        Matcher matcher = NUMBERED.matcher(source);
        if (matcher.matches()) {
            base = matcher.group(1);
            number = Long.parseLong(matcher.group(2));
        }
        while (true) {
            number++;
            String suffix = "-" + number;
            int room = MAX_LENGTH - suffix.length();
            String name = (base.length() > room ? base.substring(0, room) : base) + suffix;
            if (!taken.contains(name)) {
                return name;
            }
        }
    }
}
