package org.snapup.ips.cli.repo;

import java.io.PrintStream;
import java.util.List;
import org.snapup.ips.IpsException;

/**
 * The publishers that {@code -p} names, of those that a repository has; all of them where none is named, or {@code all}.
 *
 * @param known those that are there, sorted; never empty where one was named
 * @param unknown those that aren't
 */
record NamedPublishers(List<String> known, List<String> unknown) {
    /** @throws IpsException NOT_FOUND if none of those that are named is there */
    static NamedPublishers of(List<String> named, List<String> all, String location) {
        if (named.isEmpty() || named.contains("all")) {
            return new NamedPublishers(all, List.of());
        }
        List<String> unknown =
                named.stream().filter(name -> !all.contains(name)).distinct().toList();
        List<String> known = all.stream().filter(named::contains).toList();
        if (known.isEmpty()) {
            throw missing(location, unknown, all);
        }
        return new NamedPublishers(known, unknown);
    }

    /** Says which aren't there. Returns the exit status that a verb has that did all it could for the others. */
    int report(String verb, int status, PrintStream err) {
        if (unknown.isEmpty()) {
            return status;
        }
        err.println("snapup-repo " + verb + ": the repository has no publisher " + Text.line(String.join(", ", unknown))
                + "; the others that are named were looked at");
        return status == RepoCommand.DONE ? RepoCommand.PARTIAL : status;
    }

    static IpsException missing(String location, List<String> unknown, List<String> all) {
        return IpsException.notFound("the repository " + location + " has no publisher " + String.join(", ", unknown)
                + (all.isEmpty() ? ", nor any other" : "; it has " + String.join(", ", all)));
    }
}
