package org.snapup.ips.account;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snapup.ffi.BytePath;
import org.snapup.ips.image.ImageFiles;

/** Names and numbers of an image's users and groups. Never those of the system that this runs on. Not thread-safe. */
public final class AccountNames {
    /** Those that every SVR4 system has; they own the account files themselves. */
    public static final Map<String, Integer> WELL_KNOWN_USERS =
            Map.of("root", 0, "daemon", 1, "bin", 2, "sys", 3, "adm", 4, "lp", 71, "uucp", 5, "nobody", 60001);

    /** As {@link #WELL_KNOWN_USERS}. */
    public static final Map<String, Integer> WELL_KNOWN_GROUPS = Map.of(
            "root", 0, "other", 1, "bin", 2, "sys", 3, "adm", 4, "uucp", 5, "mail", 6, "tty", 7, "staff", 10, "nobody",
            60001);

    private final Map<String, Optional<Integer>> uids = new HashMap<>();
    private final Map<String, Optional<Integer>> gids = new HashMap<>();
    private final Map<Integer, String> userNames;
    private final Map<Integer, String> groupNames;
    private final AccountTable users = new AccountTable(BytePath.of("etc/passwd"));
    private final AccountTable groups = new AccountTable(BytePath.of("etc/group"));

    /** Reads the files; where they are missing, only the well-known names are there. */
    public AccountNames(ImageFiles files) {
        users.load(files);
        groups.load(files);
        userNames = names(users, WELL_KNOWN_USERS);
        groupNames = names(groups, WELL_KNOWN_GROUPS);
    }

    private static Map<Integer, String> names(AccountTable table, Map<String, Integer> wellKnown) {
        Map<Integer, String> names = new HashMap<>();
        for (List<String> fields : table.entries()) {
            if (fields.size() > 2) {
                number(fields.get(2)).ifPresent(id -> names.putIfAbsent(id, fields.get(0)));
            }
        }
        if (!table.isPresent()) {
            wellKnown.forEach((name, id) -> names.putIfAbsent(id, name));
        }
        return names;
    }

    /** A user's number. */
    public Optional<Integer> uid(String name) {
        return find(name, uids, users, WELL_KNOWN_USERS);
    }

    /** A group's number. */
    public Optional<Integer> gid(String name) {
        return find(name, gids, groups, WELL_KNOWN_GROUPS);
    }

    private static Optional<Integer> find(
            String name, Map<String, Optional<Integer>> known, AccountTable table, Map<String, Integer> wellKnown) {
        Optional<Integer> number = known.get(name);
        if (number == null) {
            number = find(name, table, wellKnown);
            known.put(name, number);
        }
        return number;
    }

    /** A user's name; the number where it has none. */
    public String userName(int uid) {
        return userNames.getOrDefault(uid, Integer.toUnsignedString(uid));
    }

    /** A group's name; the number where it has none. */
    public String groupName(int gid) {
        return groupNames.getOrDefault(gid, Integer.toUnsignedString(gid));
    }

    /** The number of a name: as the table says, or else as the name says itself, or else as it is on every system. */
    public static Optional<Integer> find(String name, AccountTable table, Map<String, Integer> wellKnown) {
        Optional<List<String>> fields = table.find(name);
        if (fields.isPresent() && fields.get().size() > 2) {
            return number(fields.get().get(2));
        }
        Optional<Integer> direct = number(name);
        return direct.isPresent() ? direct : Optional.ofNullable(wellKnown.get(name));
    }

    /** A number that text is; empty for any other text. */
    public static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
