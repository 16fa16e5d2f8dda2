package org.snapup.ips.execute;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.snapup.ffi.BytePath;
import org.snapup.ffi.FileStat;
import org.snapup.ips.IpsException;
import org.snapup.ips.account.AccountNames;
import org.snapup.ips.account.AccountTable;
import org.snapup.ips.image.ImageFiles;
import org.snapup.ips.plan.PlannedAction;

/**
 * The image's own users and groups: {@code etc/passwd}, {@code shadow}, {@code group}, {@code ftpd/ftpusers}. Owners of
 * files are looked up there and never in the system that this runs on. {@link #owner} and {@link #group} are for any number
 * of threads while nobody changes the accounts, the rest is for one.
 */
final class Accounts {
    /** The files, in the order in which they have to be there. */
    static final List<String> FILES = List.of("etc/passwd", "etc/shadow", "etc/group", "etc/ftpd/ftpusers");

    private static final int FIRST_DYNAMIC = 100;
    private static final int LAST_DYNAMIC = 499;

    private final Target target;
    private final ImageFiles files;
    private final AccountTable passwd = new AccountTable(BytePath.of(FILES.get(0)));
    private final AccountTable shadow = new AccountTable(BytePath.of(FILES.get(1)));
    private final AccountTable group = new AccountTable(BytePath.of(FILES.get(2)));
    private final AccountTable ftpusers = new AccountTable(BytePath.of(FILES.get(3)));
    private final Map<String, Integer> users = new ConcurrentHashMap<>();
    private final Map<String, Integer> groups = new ConcurrentHashMap<>();

    Accounts(Target target, ImageFiles files) {
        this.target = target;
        this.files = files;
        load();
    }

    /** Reads the files again, after one of them was installed. */
    void load() {
        List.of(passwd, shadow, group, ftpusers).forEach(table -> table.load(files));
        users.clear();
        groups.clear();
    }

    boolean arePresent() {
        return passwd.isPresent() && group.isPresent();
    }

    /** The uid of an action's owner; -1 when owners can't be set. */
    int owner(PlannedAction planned) {
        return target.setsOwners() ? id(planned, "owner", users, passwd, AccountNames.WELL_KNOWN_USERS) : -1;
    }

    /** The gid of an action's group; -1 when groups can't be set. */
    int group(PlannedAction planned) {
        return target.setsOwners() ? id(planned, "group", groups, group, AccountNames.WELL_KNOWN_GROUPS) : -1;
    }

    private static int id(
            PlannedAction planned,
            String what,
            Map<String, Integer> cache,
            AccountTable table,
            Map<String, Integer> wellKnown) {
        String name = planned.action().attributes().require(what);
        Integer known = cache.get(name);
        if (known != null) {
            return known;
        }
        int id = AccountNames.find(name, table, wellKnown)
                .orElseThrow(() -> new IpsException(
                        IpsException.Kind.NOT_FOUND,
                        "the " + what + " '" + name + "' of " + planned.action().key() + " in "
                                + planned.fmri().shortText()
                                + " is not known in the image: install the package that brings it"));
        cache.put(name, id);
        return id;
    }

    void installGroup(PlannedAction now) {
        String name = now.action().attributes().require("groupname");
        Optional<List<String>> present = group.find(name);
        String wanted = now.action().get("gid");
        String current = present.map(fields -> fields.get(2)).orElse(null);
        String gid = wanted != null ? wanted : current != null ? current : String.valueOf(free(group));
        if (current != null && !current.equals(gid)) {
            moveMembers(current, gid);
        }
        String members = present.filter(fields -> fields.size() > 3)
                .map(fields -> fields.get(3))
                .orElse("");
        group.put(List.of(name, "", gid, members));
        save();
    }

    private void moveMembers(String from, String to) {
        for (List<String> user : passwd.entries()) {
            if (user.size() > 3 && user.get(3).equals(from)) {
                user.set(3, to);
                passwd.put(user);
            }
        }
    }

    void removeGroup(PlannedAction old) {
        group.remove(old.action().attributes().require("groupname"));
        save();
    }

    void installUser(PlannedAction now, Optional<PlannedAction> old) {
        UserEntry entry = new UserEntry(now.action(), old.map(PlannedAction::action));
        String name = entry.name();
        Optional<List<String>> present = passwd.find(name);
        String primary = now.action().attributes().require("group");
        int gid = AccountNames.find(primary, group, AccountNames.WELL_KNOWN_GROUPS)
                .orElseThrow(() -> new IpsException(
                        IpsException.Kind.NOT_FOUND,
                        "the group '" + primary + "' of the user " + name + " in "
                                + now.fmri().shortText() + " is not known in the image"));
        String uid = entry.uid()
                .or(() -> present.map(fields -> fields.get(2)))
                .orElseGet(() -> String.valueOf(free(passwd)));
        passwd.put(entry.passwdFields(uid, gid, present));
        if (shadow.isPresent()) {
            shadow.put(entry.shadowFields(shadow.find(name)));
        }
        setGroups(name, entry.groups(groupsOf(name)));
        if (ftpusers.isPresent()) {
            if (entry.mayUseFtp(ftpusers.find(name).isEmpty())) {
                ftpusers.remove(name);
            } else {
                ftpusers.put(List.of(name));
            }
        }
        save();
    }

    void removeUser(PlannedAction old) {
        String name = old.action().attributes().require("username");
        passwd.remove(name);
        shadow.remove(name);
        setGroups(name, Set.of());
        ftpusers.remove(name);
        save();
    }

    private Set<String> groupsOf(String user) {
        Set<String> member = new LinkedHashSet<>();
        for (List<String> fields : group.entries()) {
            if (members(fields).contains(user)) {
                member.add(fields.get(0));
            }
        }
        return member;
    }

    private void setGroups(String user, Set<String> wanted) {
        for (List<String> fields : group.entries()) {
            Set<String> members = new LinkedHashSet<>(members(fields));
            boolean changed = wanted.contains(fields.get(0)) ? members.add(user) : members.remove(user);
            if (changed && fields.size() > 3) {
                fields.set(3, String.join(",", members));
                group.put(fields);
            }
        }
    }

    private static List<String> members(List<String> fields) {
        String text = fields.size() > 3 ? fields.get(3).strip() : "";
        return text.isEmpty() ? List.of() : Arrays.asList(text.split("[, ]+"));
    }

    private static int free(AccountTable table) {
        Set<Integer> taken = new HashSet<>();
        for (List<String> fields : table.entries()) {
            if (fields.size() > 2) {
                AccountNames.number(fields.get(2)).ifPresent(taken::add);
            }
        }
        for (int id = FIRST_DYNAMIC; id <= LAST_DYNAMIC; id++) {
            if (!taken.contains(id)) {
                return id;
            }
        }
        throw new IpsException(
                IpsException.Kind.CONFLICT,
                "no number from " + FIRST_DYNAMIC + " to " + LAST_DYNAMIC + " is free for a user or group");
    }

    private void save() {
        List.of(passwd, shadow, group, ftpusers).forEach(this::save);
        users.clear();
        groups.clear();
    }

    /** Mode and owner of the file stay. Where it went with its folder, there is nothing to change. */
    private void save(AccountTable table) {
        Optional<FileStat> found = target.find(table.path());
        table.takeChanges().filter(bytes -> found.isPresent()).ifPresent(bytes -> {
            FileStat stat = found.orElseThrow();
            int owner = target.setsOwners() ? stat.uid() : -1;
            int group = target.setsOwners() ? stat.gid() : -1;
            target.replaceFile(
                    table.path(), stat.permissions(), owner, group, file -> file.write(Target.buffer(bytes)));
        });
    }
}
