package org.snapup.daemon.workflows.names;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snapup.daemon.storage.Be;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Names of new BEs. Automatic ones are as pkg(1) and libbe give them: {@code be}, {@code be-1}, {@code be-2}. */
public final class BeNames {
    private static final Pattern NUMBERED = Pattern.compile("(.*)-([0-9]{1,9})");
    private static final int MAX_LENGTH = 64;

    private BeNames() {}

    /**
     * The wanted name, or an automatic one where none is wanted.
     *
     * @throws SnapupException {@code NAME_TAKEN}
     */
    public static String choose(@Nullable String wanted, List<Be> bes, Be source) {
        if (wanted == null) {
            return next(source.name(), bes);
        }
        if (bes.stream().anyMatch(be -> be.name().equals(wanted))) {
            throw new SnapupException(
                    ErrorCode.NAME_TAKEN,
                    wanted,
                    "there is a BE " + wanted + " already; choose another name, or remove it with: snapup be destroy "
                            + wanted,
                    null);
        }
        return wanted;
    }

    /** The first free name after the source's. */
    public static String next(String source, List<Be> bes) {
        Set<String> taken = bes.stream().map(Be::name).collect(Collectors.toSet());
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
