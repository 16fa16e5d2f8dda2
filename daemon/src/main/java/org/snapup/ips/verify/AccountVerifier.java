package org.snapup.ips.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snapup.ffi.BytePath;
import org.snapup.ips.account.AccountNames;
import org.snapup.ips.account.AccountTable;
import org.snapup.ips.action.Action;
import org.snapup.ips.image.ImageFiles;

/**
 * Compares an image's account files with the users and groups that packages brought. Of an account that people log in to
 * (its password is theirs to set), password and aging aren't looked at. Confined to one thread.
 */
final class AccountVerifier {
    private static final Set<String> MUTABLE = Set.of("", "UP");
    private static final List<String> AGING = List.of("min", "max", "warn", "inactive", "expire");
    private static final int FIRST_AGING = 3;

    private final AccountTable passwd = new AccountTable(BytePath.of("etc/passwd"));
    private final AccountTable shadow = new AccountTable(BytePath.of("etc/shadow"));
    private final AccountTable group = new AccountTable(BytePath.of("etc/group"));
    private final AccountTable ftpusers = new AccountTable(BytePath.of("etc/ftpd/ftpusers"));

    AccountVerifier(ImageFiles files) {
        List.of(passwd, shadow, group, ftpusers).forEach(table -> table.load(files));
    }

    List<Finding> group(Action action) {
        String name = action.attributes().require("groupname");
        Optional<List<String>> present = group.find(name);
        Comparison comparison = new Comparison(action);
        comparison.add("groupname", present.map(fields -> name), name);
        String gid = action.get("gid");
        if (gid != null) {
            comparison.add("gid", at(present, 2), gid);
        }
        return comparison.findings();
    }

    List<Finding> user(Action action) {
        String name = action.attributes().require("username");
        String primary = action.attributes().require("group");
        Optional<Integer> gid = AccountNames.find(primary, group, AccountNames.WELL_KNOWN_GROUPS);
        Optional<List<String>> present = passwd.find(name);
        if (gid.isEmpty() && present.isPresent()) {
            return List.of(Finding.broken(action, primary + " is an unknown or invalid group"));
        }
        Comparison comparison = new Comparison(action);
        comparison.add("username", present.or(() -> shadow.find(name)).map(fields -> name), name);
        String uid = action.get("uid");
        if (uid != null) {
            comparison.add("uid", at(present, 2), uid);
        }
        String wanted = gid.map(number -> groupName(String.valueOf(number))).orElse(primary);
        comparison.add("group", at(present, 3).map(this::groupName), wanted);
        comparison.add("gcos-field", at(present, 4), action.attributes().get("gcos-field", "& User"));
        comparison.add("home-dir", at(present, 5), action.attributes().get("home-dir", "/"));
        String shell = action.get("login-shell");
        if (shell != null && !action.attributes().isTrue("shell-change-ok")) {
            comparison.add("login-shell", at(present, 6), shell);
        }
        addSecrets(action, name, comparison);
        Set<String> further = new TreeSet<>(action.attributes().all("group-list"));
        Set<String> member = groupsOf(name);
        if (isMutable(action)) {
            member.retainAll(further);
        }
        comparison.add("group-list", Optional.of(String.join(" ", member)), String.join(" ", further));
        if (ftpusers.isPresent()) {
            boolean may = ftpusers.find(name).isEmpty();
            comparison.add(
                    "ftpuser",
                    Optional.of(String.valueOf(may)),
                    action.attributes().get("ftpuser", "true"));
        }
        return comparison.findings();
    }

    /** The name of a group by its number; the number where the image doesn't know it. */
    private String groupName(String gid) {
        return group.entries().stream()
                .filter(fields -> fields.size() > 2 && fields.get(2).equals(gid))
                .findFirst()
                .map(fields -> fields.get(0))
                .orElse(gid);
    }

    private static boolean isMutable(Action action) {
        return MUTABLE.contains(action.attributes().get("password", "*LK*"));
    }

    private void addSecrets(Action action, String name, Comparison comparison) {
        if (!shadow.isPresent() || isMutable(action)) {
            return;
        }
        Optional<List<String>> secret = shadow.find(name);
        comparison.add("password", at(secret, 1), action.attributes().get("password", "*LK*"));
        String changed = action.get("lastchg");
        if (changed != null) {
            comparison.add("lastchg", at(secret, 2), changed);
        }
        for (int i = 0; i < AGING.size(); i++) {
            String attribute = AGING.get(i);
            comparison.add(
                    attribute, at(secret, FIRST_AGING + i), action.attributes().get(attribute, ""));
        }
    }

    private Set<String> groupsOf(String user) {
        Set<String> member = new TreeSet<>();
        for (List<String> fields : group.entries()) {
            if (fields.size() > 3
                    && Arrays.asList(fields.get(3).strip().split("[, ]+")).contains(user)) {
                member.add(fields.get(0));
            }
        }
        return member;
    }

    private static Optional<String> at(Optional<List<String>> fields, int index) {
        return fields.filter(list -> list.size() > index).map(list -> list.get(index));
    }

    /** Gathers what differs; the name first, so that of a missing entry one line is enough. */
    private static final class Comparison {
        private final Action action;
        private final Map<String, String> differences = new LinkedHashMap<>();

        Comparison(Action action) {
            this.action = action;
        }

        void add(String attribute, Optional<String> found, String wanted) {
            if (!found.orElse("").equals(wanted)) {
                differences.put(
                        attribute,
                        "'"
                                + found.map(text -> text.isEmpty() ? "<empty>" : text)
                                        .orElse("<missing>") + "' should be '" + (wanted.isEmpty() ? "<empty>" : wanted)
                                + "'");
            }
        }

        List<Finding> findings() {
            List<Finding> findings = new ArrayList<>();
            differences.forEach((attribute, text) -> findings.add(Finding.broken(action, attribute + ": " + text)));
            return findings;
        }
    }
}
