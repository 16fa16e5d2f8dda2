package org.snapup.daemon.storage.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snapup.protocol.BeName;

/**
 * Where everything is below the root: the drawing is in docs/decisions/0002-directory-layout.md.
 *
 * @param root a real path
 */
record Layout(Path root) {
    static final String OWN = ".snapup";
    static final String TREE = "root";
    static final String PLAIN = "plain-";
    static final String LINK = "link";
    static final String RESERVE = "reserve";
    private static final Pattern BE_LINK = Pattern.compile("\\.snapup/be/([A-Za-z0-9.-]+)/root");

    Path own() {
        return root.resolve(OWN);
    }

    Path bes() {
        return own().resolve("be");
    }

    Path be(String guid) {
        return bes().resolve(guid);
    }

    Path tree(String guid) {
        return be(guid).resolve(TREE);
    }

    Path snapshots(String guid) {
        return be(guid).resolve("snapshots");
    }

    /** Where copies are made. */
    Path making() {
        return own().resolve("new");
    }

    Path beInTheMaking(String name) {
        return making().resolve("be-" + name);
    }

    Path snapshotInTheMaking(String guid, String snapshot) {
        return making().resolve("snapshot-" + guid + "-" + snapshot);
    }

    Path trash() {
        return own().resolve("trash");
    }

    Path instance() {
        return own().resolve("instance");
    }

    Path reserve() {
        return own().resolve(RESERVE);
    }

    Path state() {
        return own().resolve("state");
    }

    Path live() {
        return root.resolve("live");
    }

    Path next() {
        return root.resolve("next");
    }

    /** What boots next, and only then; whoever starts a BE renames it to {@code live}, which takes it away. */
    Path once() {
        return root.resolve("next-once");
    }

    /** A link under a temporary name, before it takes the place of another. */
    Path temporaryLink() {
        return making().resolve(LINK);
    }

    Path name(String be) {
        return root.resolve(be);
    }

    /** What a BE's link in the root says. */
    Path linkTarget(String guid) {
        return root.relativize(tree(guid));
    }

    /** Whether the name can't be a BE's because the layout gives it a meaning. */
    static boolean isReserved(String name) {
        return name.equals("live") || name.equals("next") || name.equals("next-once");
    }

    static boolean canBeBe(String name) {
        return BeName.isValid(name) && !isReserved(name);
    }

    /** The guid of the BE that a link in the root leads to, empty for any other link. */
    Optional<String> linkedGuid(Path link) throws IOException {
        Path target = Files.readSymbolicLink(link);
        if (target.isAbsolute() && target.startsWith(root)) {
            target = root.relativize(target);
        }
        Matcher matcher = BE_LINK.matcher(target.normalize().toString());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether the BE's tree is in its place, and not only announced there. */
    boolean hasTree(String guid) {
        return Files.isDirectory(tree(guid), LinkOption.NOFOLLOW_LINKS);
    }

    static String newGuid() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
