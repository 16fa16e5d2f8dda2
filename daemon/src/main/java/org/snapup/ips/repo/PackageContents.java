package org.snapup.ips.repo;

import java.util.ArrayList;
import java.util.List;
import org.snapup.ips.action.Action;
import org.snapup.ips.action.ActionKind;
import org.snapup.ips.action.Attributes;
import org.snapup.ips.action.Manifest;

/** What a package has in a repository beside its manifest. */
public final class PackageContents {
    private PackageContents() {}

    /** An action for each content: those with a hash, and one for each certificate that a signature's chain names. */
    public static List<Action> of(Manifest manifest) {
        List<Action> contents = new ArrayList<>();
        for (Action action : manifest.actions()) {
            if (action.hash() != null && !Action.NO_HASH.equals(action.hash())) {
                contents.add(action);
            }
            if (action.kind() == ActionKind.SIGNATURE) {
                contents.addAll(chain(action));
            }
        }
        return contents;
    }

    /** The hash that a content is stored under. @throws org.snapup.ips.IpsException BAD_INPUT if it is no hash */
    public static String name(Action content) {
        return PayloadCheck.name(content);
    }

    private static List<Action> chain(Action signature) {
        String[] hashes = words(signature, "chain");
        String[] sizes = words(signature, "chain.sizes");
        List<Action> certificates = new ArrayList<>();
        for (int i = 0; i < hashes.length; i++) {
            Attributes attributes = Attributes.of("path", "certificate");
            if (i < sizes.length) {
                attributes = attributes.with("pkg.size", sizes[i]);
            }
            certificates.add(Action.of(ActionKind.FILE, hashes[i], attributes));
        }
        return certificates;
    }

    private static String[] words(Action signature, String key) {
        String text = signature.attributes().get(key, "").strip();
        return text.isEmpty() ? new String[0] : text.split(" +", -1);
    }
}
