package org.snapup.ips.image;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.IpsException;
import org.snapup.ips.action.ActionFilter;
import org.snapup.ips.action.DehydrationFilter;
import org.snapup.ips.action.FacetFilter;
import org.snapup.ips.action.VariantFilter;
import org.snapup.ips.fmri.Fmri;
import org.snapup.ips.image.PublisherDetails.Location;

/** The file {@code pkg5.image}: publishers, variants, facets and properties. Immutable; unknown parts are kept. */
public final class ImageConfig {
    /** The format that this library gives new images. */
    static final int FORMAT = 4;

    /** The format that keeps its packages in a database; this library keeps those images as they are. */
    static final int DATABASE_FORMAT = 5;

    static final String AUTHORITY = "authority_";

    private final IniFile file;

    ImageConfig(IniFile file) {
        this.file = file;
    }

    /**
     * Reads the file's text.
     *
     * @throws IpsException BAD_INPUT for another format, CORRUPT
     */
    static ImageConfig parse(String text) {
        IniFile file = IniFile.parse(text);
        String version = file.get("image", "version");
        if (version == null) {
            throw IpsException.corrupt("the image's configuration doesn't say its format: it has no [image] version");
        }
        if (!version.equals(String.valueOf(FORMAT)) && !version.equals(String.valueOf(DATABASE_FORMAT))) {
            throw IpsException.badInput("the image has format " + version + ", this tool works on the formats " + FORMAT
                    + " and " + DATABASE_FORMAT + ": use the system's own pkg(1) for it");
        }
        return new ImageConfig(file);
    }

    /** Whether the image keeps its packages in a database, as format 5 does. */
    public boolean hasDatabase() {
        return String.valueOf(DATABASE_FORMAT).equals(file.get("image", "version"));
    }

    /** A new image's configuration, with the values that pkg(1) gives one. */
    static ImageConfig create(ImageSpec spec) {
        IniFile file = new IniFile();
        file.section("image").put("version", String.valueOf(FORMAT));
        Map<String, String> property = file.section("property");
        property.put("preferred-authority", "");
        property.put(
                "publisher-search-order",
                PythonLiteral.write(List.copyOf(spec.publishers().keySet())));
        property.put("be-policy", "default");
        property.put("content-update-policy", "default");
        property.put("flush-content-cache-on-success", "True");
        property.put("mirror-discovery", "False");
        property.put("send-uuid", "True");
        property.put("use-system-repo", "False");
        property.put("ca-path", "/etc/openssl/certs");
        property.put("signature-required-names", "[]");
        property.put("check-certificate-revocation", "False");
        property.put("dehydrated", "[]");
        property.put("be-use-suggested-name", "True");
        Map<String, String> oci = file.section("oci");
        oci.put("image", "");
        oci.put("id", "");
        oci.put("tenantId", "");
        spec.publishers().forEach((name, origins) -> putPublisher(file.section(AUTHORITY + name), name, origins));
        Map<String, String> variants = file.section("variant");
        spec.variants().forEach((name, value) -> variants.put(Fmri.encode(name), value));
        Map<String, String> facets = file.section("facet");
        spec.facets().forEach((name, value) -> facets.put(Fmri.encode(name), value ? "True" : "False"));
        file.section("CONFIGURATION").put("version", "3");
        return new ImageConfig(file);
    }

    static void putPublisher(Map<String, String> section, String name, List<String> origins) {
        section.put("alias", "");
        section.put("prefix", name);
        section.put("disabled", "False");
        section.put("sticky", "True");
        section.put("uuid", UUID.randomUUID().toString());
        putLocations(section, "mirror", List.of());
        putLocations(
                section,
                "origin",
                origins.stream().map(uri -> new Location(uri, true, null)).toList());
        for (String empty : List.of("ssl_cert", "ssl_key")) {
            section.put(empty, "");
        }
        for (String none : List.of("intermediate_certs", "approved_ca_certs", "revoked_ca_certs", "signing_ca_certs")) {
            section.put(none, "[]");
        }
        section.put("repo.collection_type", "core");
        section.put("repo.description", "");
        section.put("repo.legal_uris", "[]");
        section.put("repo.name", "");
        section.put("repo.refresh_seconds", "");
        section.put("repo.registered", "False");
        section.put("repo.registration_uri", "");
        section.put("repo.related_uris", "[]");
        section.put("repo.sort_policy", "priority");
    }

    /** Writes the places that are known as {@code origin} or {@code mirror}. */
    static void putLocations(Map<String, String> section, String kind, List<Location> locations) {
        section.put(
                kind + "s",
                PythonLiteral.write(locations.stream().map(Location::uri).toList()));
        List<Map<String, String>> info = new ArrayList<>();
        for (Location location : locations) {
            String proxy = location.proxy();
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("uri", location.uri());
            entry.put("proxy", proxy == null ? "" : proxy);
            entry.put("disabled", location.enabled() ? "false" : "true");
            info.add(entry);
        }
        section.put(kind + "_info", PythonLiteral.writeDictionaries(info));
    }

    /** All that is said of the publishers, highest rank first. */
    public List<PublisherDetails> publisherDetails() {
        return publishers().stream()
                .map(publisher -> details(publisher.name(), file.section(AUTHORITY + publisher.name())))
                .toList();
    }

    static PublisherDetails details(String name, Map<String, String> section) {
        Map<String, List<String>> properties = new LinkedHashMap<>();
        section.forEach((key, value) -> {
            if (key.startsWith(PropertyEditor.PUBLISHER_PREFIX)) {
                properties.put(key.substring(PropertyEditor.PUBLISHER_PREFIX.length()), PropertyEditor.values(value));
            }
        });
        return new PublisherDetails(
                name,
                section.getOrDefault("alias", ""),
                isTrue(section.getOrDefault("sticky", "True")),
                !isTrue(section.getOrDefault("disabled", "False")),
                locations(section, "origin"),
                locations(section, "mirror"),
                section.getOrDefault("uuid", ""),
                emptyToNull(section.get("ssl_key")),
                emptyToNull(section.get("ssl_cert")),
                PythonLiteral.strings(section.getOrDefault("approved_ca_certs", "")),
                PythonLiteral.strings(section.getOrDefault("revoked_ca_certs", "")),
                properties);
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() || text.equals("None") ? null : text;
    }

    private static List<Location> locations(Map<String, String> section, String kind) {
        List<Map<String, String>> info = PythonLiteral.dictionaries(section.getOrDefault(kind + "_info", ""));
        List<Location> locations = new ArrayList<>();
        for (String uri : PythonLiteral.strings(section.getOrDefault(kind + "s", ""))) {
            Map<String, String> about = info.stream()
                    .filter(entry -> uri.equals(entry.get("uri")))
                    .findFirst()
                    .orElse(Map.of());
            locations.add(new Location(uri, !isTrue(about.get("disabled")), emptyToNull(about.get("proxy"))));
        }
        return locations;
    }

    /** The publishers, highest rank first. */
    public List<ImagePublisher> publishers() {
        Set<String> order = new LinkedHashSet<>(PythonLiteral.strings(property("publisher-search-order", "")));
        for (String section : file.names()) {
            if (section.startsWith(AUTHORITY)) {
                order.add(section.substring(AUTHORITY.length()));
            }
        }
        List<ImagePublisher> publishers = new ArrayList<>();
        for (String name : order) {
            if (file.names().contains(AUTHORITY + name)) {
                publishers.add(publisher(name, file.section(AUTHORITY + name)));
            }
        }
        return publishers;
    }

    private static ImagePublisher publisher(String name, Map<String, String> section) {
        PublisherDetails details = details(name, section);
        return new ImagePublisher(
                name,
                details.origins().stream()
                        .filter(Location::enabled)
                        .map(Location::uri)
                        .toList(),
                details.sticky(),
                details.enabled());
    }

    /** The publisher of a name, if the image has it. */
    public Optional<ImagePublisher> publisher(String name) {
        return publishers().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** By full name, {@code variant.arch} for example. */
    public Map<String, String> variants() {
        return decoded("variant");
    }

    /** By full name or pattern, {@code facet.locale.*} for example, without those of a parent image. */
    public Map<String, Boolean> facets() {
        Map<String, Boolean> facets = new LinkedHashMap<>();
        decoded("facet").forEach((name, value) -> facets.put(name, isTrue(value)));
        return facets;
    }

    private Map<String, Boolean> inheritedFacets() {
        Map<String, Boolean> facets = new LinkedHashMap<>();
        decoded("inherited_facet").forEach((name, value) -> facets.put(name, isTrue(value)));
        return facets;
    }

    private Map<String, String> decoded(String section) {
        Map<String, String> values = new LinkedHashMap<>();
        if (file.names().contains(section)) {
            file.section(section).forEach((name, value) -> values.put(decoded(name, name.replace("+", "%2B")), value));
        }
        return values;
    }

    /** A name that isn't encoded after all stands for itself, as with pkg(1). */
    private static String decoded(String name, String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    /** What decides about actions by their variants. */
    public VariantFilter variantFilter() {
        return new VariantFilter(variants());
    }

    /** What decides about actions by their facets. */
    public FacetFilter facetFilter() {
        return new FacetFilter(facets(), inheritedFacets());
    }

    /** What of a package's actions the image takes. */
    public ActionFilter actionFilter() {
        return ActionFilter.of(variantFilter(), facetFilter());
    }

    /** The publishers of whose packages only a part is there, see {@link DehydrationFilter}; sorted. */
    public SortedSet<String> dehydrated() {
        return new TreeSet<>(propertyValues("dehydrated"));
    }

    /** Which actions the image has of a publisher's packages, by the publisher's name. For several threads. */
    public Function<String, ActionFilter> actionFilters() {
        ActionFilter whole = actionFilter();
        DehydrationFilter dehydration = new DehydrationFilter();
        ActionFilter part = action -> dehydration.test(action) && whole.test(action);
        Set<String> dehydrated = dehydrated();
        return publisher -> dehydrated.contains(publisher) ? part : whole;
    }

    /** The same with these publishers dehydrated, and no others. */
    public ImageConfig withDehydrated(SortedSet<String> publishers) {
        if (publishers.equals(dehydrated())) {
            return this;
        }
        IniFile changed = IniFile.parse(file.toText());
        changed.section("property").put("dehydrated", PythonLiteral.write(List.copyOf(publishers)));
        return new ImageConfig(changed);
    }

    /** Which links of each mediator are in force, by mediator. */
    public Map<String, MediatorSetting> mediators() {
        return MediatorSetting.parse(decoded("mediators"));
    }

    /** The same with these variants instead, by full name. */
    public ImageConfig withVariants(Map<String, String> variants) {
        return withSection("variant", variants);
    }

    /** The same with these facets instead, by full name or pattern; those of a parent image stay. */
    public ImageConfig withFacets(Map<String, Boolean> facets) {
        Map<String, String> values = new LinkedHashMap<>();
        facets.forEach((name, value) -> values.put(name, value ? "True" : "False"));
        return withSection("facet", values);
    }

    /** The same with these mediators instead. */
    public ImageConfig withMediators(Map<String, MediatorSetting> mediators) {
        return withSection("mediators", MediatorSetting.format(mediators));
    }

    /** The same for an image that keeps its packages in a database, in format 5. */
    public ImageConfig withDatabase() {
        IniFile changed = IniFile.parse(file.toText());
        changed.section("image").put("version", String.valueOf(DATABASE_FORMAT));
        return new ImageConfig(changed);
    }

    private ImageConfig withSection(String name, Map<String, String> values) {
        if (decoded(name).equals(values)) {
            return this;
        }
        IniFile changed = IniFile.parse(file.toText());
        Map<String, String> section = changed.section(name);
        section.clear();
        values.forEach((key, value) -> section.put(Fmri.encode(key), value));
        return new ImageConfig(changed);
    }

    /** One of the properties that pkg(1) shows. */
    public String property(String name, String whenMissing) {
        String value = file.get("property", name);
        return value == null ? whenMissing : value;
    }

    /** The values of a property that is a list; none where it isn't there. */
    public List<String> propertyValues(String name) {
        return PythonLiteral.strings(property(name, ""));
    }

    /**
     * The properties that pkg(1) shows, sorted, those with a default that isn't in the file included. A list is in
     * Python's notation, as it is shown.
     */
    public SortedMap<String, String> properties() {
        SortedMap<String, String> properties = new TreeMap<>(PropertyEditor.DEFAULTS);
        properties.putAll(file.section("property"));
        return properties;
    }

    IniFile copyOfFile() {
        return IniFile.parse(file.toText());
    }

    private static boolean isTrue(@Nullable String value) {
        return "true".equalsIgnoreCase(value);
    }

    /** Puts it into force, in one step. */
    public void write(ImageFiles files) {
        files.writeText(ImageLayout.CONFIG, toText());
    }

    /** Says the same in all parts. */
    public boolean isSameAs(ImageConfig other) {
        return toText().equals(other.toText());
    }

    /** As in the file. */
    public String toText() {
        return file.toText();
    }
}
