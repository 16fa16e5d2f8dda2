package org.snapup.ips.execute;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snapup.ips.action.Action;

/**
 * What a user action makes of a user. An account that people log in to (its password is theirs to set: empty or
 * {@code UP}) keeps what they changed; others are as the package says.
 */
final class UserEntry {
    private static final Set<String> MUTABLE = Set.of("", "UP");
    private static final List<String> AGING = List.of("lastchg", "min", "max", "warn", "inactive", "expire", "flag");

    private final Action now;
    private final Optional<Action> old;

    UserEntry(Action now, Optional<Action> old) {
        this.now = now;
        this.old = old;
    }

    String name() {
        return now.attributes().require("username");
    }

    Optional<String> uid() {
        return Optional.ofNullable(now.get("uid"));
    }

    private boolean isMutable() {
        return MUTABLE.contains(now.attributes().get("password", "*LK*"));
    }

    /** The line in passwd. */
    List<String> passwdFields(String uid, int gid, Optional<List<String>> present) {
        return List.of(
                name(),
                "x",
                uid,
                String.valueOf(gid),
                field("gcos-field", "& User", present, 4),
                field("home-dir", "/", present, 5),
                field("login-shell", "", present, 6));
    }

    /** Said by the package, or kept for a person, or the default. */
    private String field(String attribute, String byDefault, Optional<List<String>> present, int index) {
        String said = now.get(attribute);
        if (said != null) {
            return said;
        }
        return isMutable() ? at(present, index).orElse(byDefault) : byDefault;
    }

    private static Optional<String> at(Optional<List<String>> fields, int index) {
        return fields.filter(list -> list.size() > index).map(list -> list.get(index));
    }

    /** The line in shadow. */
    List<String> shadowFields(Optional<List<String>> present) {
        List<String> fields = new ArrayList<>();
        fields.add(name());
        fields.add(secret("password", "*LK*", present, 1));
        for (int i = 0; i < AGING.size(); i++) {
            String byDefault =
                    i == 0 ? String.valueOf(LocalDate.now(ZoneOffset.UTC).toEpochDay()) : "";
            fields.add(secret(AGING.get(i), byDefault, present, i + 2));
        }
        return fields;
    }

    private String secret(String attribute, String byDefault, Optional<List<String>> present, int index) {
        String said = now.attributes().get(attribute, byDefault);
        Optional<String> current = at(present, index);
        if (!isMutable() || current.isEmpty()) {
            return said;
        }
        boolean untouched = old.map(action -> action.attributes().get(attribute, byDefault))
                .map(current.get()::equals)
                .orElse(false);
        return untouched ? said : current.get();
    }

    /** The further groups. */
    Set<String> groups(Set<String> present) {
        Set<String> groups = new LinkedHashSet<>(now.attributes().all("group-list"));
        if (isMutable()) {
            groups.addAll(present);
        }
        return groups;
    }

    /** Whether ftp is allowed; an answer that was changed since the last package version stays for a person. */
    boolean mayUseFtp(boolean present) {
        boolean said = !"false".equals(now.attributes().get("ftpuser", "true"));
        if (!isMutable() || old.isEmpty() || now.get("ftpuser") != null) {
            return said;
        }
        return present;
    }
}
