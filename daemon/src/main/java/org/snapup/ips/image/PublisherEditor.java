package org.snapup.ips.image;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.PublisherDetails.Location;

/** Changes publishers in an image's configuration. */
final class PublisherEditor {
    private static final String ORDER = "publisher-search-order";
    private static final String ALL = "*";

    private static final Pattern CA_HASH = Pattern.compile("[0-9a-f]{40}");

    private final ImageConfig config;
    private final IniFile file;

    PublisherEditor(ImageConfig config) {
        this.config = config;
        this.file = config.copyOfFile();
    }

    /**
     * The configuration with one publisher changed or added.
     *
     * @param approved SHA-1s of the certificates of CAs that are to be approved
     */
    ImageConfig apply(PublisherChange change, List<String> approved) {
        String name = change.name();
        if (!Fmri.isPublisher(name)) {
            throw IpsException.badInput(
                    "'" + name + "' is not a publisher: it starts with a letter or digit and goes on"
                            + " with letters, digits and . - _");
        }
        boolean known = config.publisher(name).isPresent();
        Map<String, String> section = file.section(ImageConfig.AUTHORITY + name);
        if (!known) {
            ImageConfig.putPublisher(section, name, List.of());
            order(names -> names.contains(name) ? names : append(names, name));
        }
        putFlag(section, "sticky", change.sticky());
        putFlag(section, "disabled", change.enabled() == null ? null : !change.enabled());
        putLocations(section, change);
        putText(section, "ssl_key", change.sslKey());
        putText(section, "ssl_cert", change.sslCert());
        putAuthorities(section, change, approved);
        if (change.newUuid()) {
            section.put("uuid", UUID.randomUUID().toString());
        }
        PropertyEditor.ofPublisher(section).edit(change.properties());
        PublisherChange.Position position = change.position();
        if (position != null) {
            move(name, position);
        }
        if (Boolean.FALSE.equals(change.enabled())) {
            requireAnother(name);
        }
        return new ImageConfig(file);
    }

    /** The configuration without a publisher. */
    ImageConfig remove(String name) {
        if (config.publisher(name).isEmpty()) {
            throw unknown(name);
        }
        file.remove(ImageConfig.AUTHORITY + name);
        order(names -> names.stream().filter(other -> !other.equals(name)).toList());
        return new ImageConfig(file);
    }

    private IpsException unknown(String name) {
        return IpsException.notFound("the image has no publisher '" + name + "': it has "
                + String.join(
                        ", ",
                        config.publishers().stream().map(ImagePublisher::name).toList()));
    }

    private void requireAnother(String name) {
        boolean another = config.publishers().stream()
                .anyMatch(p -> p.enabled() && !p.name().equals(name));
        if (!another) {
            throw new IpsException(
                    IpsException.Kind.CONFLICT,
                    "can't disable '" + name + "': it is the only enabled publisher; enable or add another one first");
        }
    }

    private static void putFlag(Map<String, String> section, String key, @Nullable Boolean value) {
        if (value != null) {
            section.put(key, value ? "True" : "False");
        }
    }

    private static void putText(Map<String, String> section, String key, @Nullable String value) {
        if (value != null) {
            section.put(key, value);
        }
    }

    /** In the order of pkg(1): approved, revoked, and last of all neither. */
    private static void putAuthorities(
            Map<String, String> section, PublisherChange change, List<String> newlyApproved) {
        if (change.authorities().equals(PublisherChange.Authorities.NONE)) {
            return;
        }
        PublisherDetails details = ImageConfig.details(change.name(), section);
        Set<String> approved = new LinkedHashSet<>(details.approvedCas());
        Set<String> revoked = new LinkedHashSet<>(details.revokedCas());
        approved.addAll(newlyApproved);
        newlyApproved.forEach(revoked::remove);
        for (String text : change.authorities().revoke()) {
            String hash = requireHash(text);
            revoked.add(hash);
            approved.remove(hash);
        }
        for (String text : change.authorities().unset()) {
            // pkg(1) takes any text as a hash: what it has put there has to be got rid of
            String hash = approved.contains(text) || revoked.contains(text) ? text : requireHash(text);
            approved.remove(hash);
            revoked.remove(hash);
        }
        section.put("approved_ca_certs", PythonLiteral.write(List.copyOf(approved)));
        section.put("revoked_ca_certs", PythonLiteral.write(List.copyOf(revoked)));
    }

    private static String requireHash(String text) {
        String hash = text.toLowerCase(Locale.ROOT);
        if (!CA_HASH.matcher(hash).matches()) {
            throw IpsException.badInput(
                    "'" + text + "' is no hash of a CA's certificate: that is 40 hexadecimal digits,"
                            + " the SHA-1 of its PEM text, as sha1sum prints it");
        }
        return hash;
    }

    private void putLocations(Map<String, String> section, PublisherChange change) {
        PublisherDetails details = ImageConfig.details(change.name(), section);
        List<Location> origins = edited(change.name(), "origin", details.origins(), change.origins(), change.proxy());
        List<Location> mirrors = edited(change.name(), "mirror", details.mirrors(), change.mirrors(), change.proxy());
        origins = toggled(change, origins);
        if (!origins.equals(details.origins())) {
            ImageConfig.putLocations(section, "origin", origins);
        }
        if (!mirrors.equals(details.mirrors())) {
            ImageConfig.putLocations(section, "mirror", mirrors);
        }
    }

    private static List<Location> edited(
            String publisher, String kind, List<Location> before, PublisherChange.Uris edits, @Nullable String proxy) {
        List<Location> after = new ArrayList<>(before);
        for (String removed : edits.remove()) {
            if (removed.equals(ALL)) {
                after.clear();
            } else {
                String uri = normal(removed);
                if (!after.removeIf(location -> location.uri().equals(uri))) {
                    throw IpsException.notFound("publisher '" + publisher + "' has no " + kind + " " + uri);
                }
            }
        }
        for (String added : edits.add()) {
            String uri = normal(added);
            if (after.stream().anyMatch(location -> location.uri().equals(uri))) {
                throw new IpsException(
                        IpsException.Kind.CONFLICT,
                        "publisher '" + publisher + "' has the " + kind + " " + uri + " already");
            }
            after.add(new Location(uri, true, proxy));
        }
        return after;
    }

    private static List<Location> toggled(PublisherChange change, List<Location> origins) {
        List<Location> after = origins;
        for (String uri : change.originsEnabled().add()) {
            after = toggled(change.name(), after, uri, true);
        }
        for (String uri : change.originsEnabled().remove()) {
            after = toggled(change.name(), after, uri, false);
        }
        return after;
    }

    private static List<Location> toggled(String publisher, List<Location> origins, String wanted, boolean enabled) {
        String uri = wanted.equals(ALL) ? ALL : normal(wanted);
        List<Location> after = new ArrayList<>();
        boolean found = uri.equals(ALL);
        for (Location origin : origins) {
            boolean meant = uri.equals(ALL) || origin.uri().equals(uri);
            found |= meant;
            after.add(meant ? new Location(origin.uri(), enabled, origin.proxy()) : origin);
        }
        if (!found) {
            throw IpsException.notFound("publisher '" + publisher + "' has no origin " + uri);
        }
        return after;
    }

    /** A URI as pkg(1) keeps it: with a scheme, and a slash at the end unless it is an archive. */
    static String normal(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            if (scheme != null && List.of("file", "http", "https").contains(scheme) && !text.contains("'")) {
                return text.endsWith("/") || text.endsWith(".p5p") ? text : text + "/";
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        throw IpsException.badInput(
                "'" + text + "' can't be an origin: write file:///PATH, http://HOST/PATH or https://HOST/PATH");
    }

    private interface Reordering {
        List<String> apply(List<String> names);
    }

    private void order(Reordering reordering) {
        Map<String, String> properties = file.section("property");
        List<String> names = PythonLiteral.strings(properties.getOrDefault(ORDER, ""));
        properties.put(ORDER, PythonLiteral.write(reordering.apply(names)));
    }

    private static List<String> append(List<String> names, String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return longer;
    }

    private void move(String name, PublisherChange.Position position) {
        String reference = null;
        if (position instanceof PublisherChange.Position.Before before) {
            reference = before.publisher();
        } else if (position instanceof PublisherChange.Position.After after) {
            reference = after.publisher();
        }
        if (reference != null && config.publisher(reference).isEmpty()) {
            throw unknown(reference);
        }
        if (name.equals(reference)) {
            throw IpsException.badInput("'" + name + "' can't be moved before or after itself");
        }
        String other = reference;
        order(names -> {
            List<String> moved = new ArrayList<>(names);
            moved.remove(name);
            int at = other == null ? 0 : moved.indexOf(other);
            moved.add(position instanceof PublisherChange.Position.After ? at + 1 : Math.max(at, 0), name);
            return moved;
        });
    }
}
