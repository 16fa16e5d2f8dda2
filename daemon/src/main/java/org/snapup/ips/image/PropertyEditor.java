package org.snapup.ips.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.snapup.ips.IpsException;

/** Changes properties, of an image or of a publisher, keeping what pkg(1) would refuse to read out. */
final class PropertyEditor {
    static final String PUBLISHER_PREFIX = "property.";

    /** What pkg(1) shows of properties that the file doesn't have. */
    static final Map<String, String> DEFAULTS =
            Map.of("signature-policy", "verify", "trust-anchor-directory", "etc/ssl/pkg");

    private static final Set<String> BOOLEANS = Set.of(
            "flush-content-cache-on-success",
            "mirror-discovery",
            "send-uuid",
            "use-system-repo",
            "check-certificate-revocation",
            "default-recurse",
            "temp-be-activation",
            "be-use-suggested-name");
    private static final Set<String> LISTS =
            Set.of("publisher-search-order", "signature-required-names", "dehydrated", "exclude-patterns", "key-files");
    private static final Map<String, List<String>> CHOICES = Map.of(
            "signature-policy", List.of("ignore", "verify", "require-signatures", "require-names"),
            "be-policy", List.of("default", "always-new", "create-backup", "when-required"),
            "content-update-policy", List.of("default", "always", "when-required"),
            "exclude-policy", List.of("ignore", "warn", "reject"));

    /** What pkg(1) brings properties of images back to. */
    private static final Map<String, String> FIRST = Map.ofEntries(
            Map.entry("be-policy", "default"),
            Map.entry("ca-path", "/etc/ssl/certs"),
            Map.entry("check-certificate-revocation", "False"),
            Map.entry("content-update-policy", "default"),
            Map.entry("default-recurse", "False"),
            Map.entry("exclude-patterns", "[]"),
            Map.entry("exclude-policy", "warn"),
            Map.entry("flush-content-cache-on-success", "True"),
            Map.entry("mirror-discovery", "False"),
            Map.entry("send-uuid", "True"),
            Map.entry("signature-required-names", "[]"),
            Map.entry("temp-be-activation", "False"),
            Map.entry("use-system-repo", "False"));

    /** Can't be removed, and each is changed by an operation of its own. */
    private static final Set<String> KEPT = Set.of("publisher-search-order", "preferred-authority");

    private final IniFile file;
    private final Map<String, String> properties;
    private final String prefix;

    private PropertyEditor(IniFile file, Map<String, String> properties, String prefix) {
        this.file = file;
        this.properties = properties;
        this.prefix = prefix;
    }

    static PropertyEditor ofImage(ImageConfig config) {
        IniFile file = config.copyOfFile();
        return new PropertyEditor(file, file.section("property"), "");
    }

    static PropertyEditor ofPublisher(Map<String, String> section) {
        return new PropertyEditor(new IniFile(), section, PUBLISHER_PREFIX);
    }

    /** The values of a property, one of a list or a single one. */
    static List<String> values(String text) {
        return text.startsWith("[") ? PythonLiteral.strings(text) : List.of(text);
    }

    /** The image's configuration with these changes. */
    ImageConfig apply(List<PropertyEdit> edits) {
        edit(edits);
        return new ImageConfig(file);
    }

    void edit(List<PropertyEdit> edits) {
        edits.forEach(this::edit);
        String names = properties.getOrDefault(prefix + "signature-required-names", "[]");
        if ("require-names".equals(properties.get(prefix + "signature-policy"))
                && PythonLiteral.strings(names).isEmpty()) {
            throw IpsException.badInput("the signature policy require-names needs names: set the property"
                    + " signature-required-names as well, to the names that certificates have to have");
        }
    }

    private void edit(PropertyEdit edit) {
        String key = prefix + edit.name();
        checkName(edit.name());
        if (edit instanceof PropertyEdit.Set set) {
            properties.put(key, written(edit.name(), set.values()));
        } else if (edit instanceof PropertyEdit.Unset) {
            unset(edit.name(), key);
        } else if (edit instanceof PropertyEdit.Add add) {
            List<String> values = new ArrayList<>(list(edit.name(), key));
            if (!values.contains(add.value())) {
                values.add(add.value());
            }
            properties.put(key, PythonLiteral.write(values));
        } else if (edit instanceof PropertyEdit.Remove remove) {
            List<String> values = new ArrayList<>(list(edit.name(), key));
            if (!values.remove(remove.value())) {
                throw IpsException.notFound(
                        "the property '" + edit.name() + "' hasn't the value '" + remove.value() + "'");
            }
            properties.put(key, PythonLiteral.write(values));
        }
    }

    private void unset(String name, String key) {
        if (prefix.isEmpty() && KEPT.contains(name)) {
            throw IpsException.badInput("the property '" + name + "' can't be removed: set it to another value");
        }
        String first = prefix.isEmpty() ? FIRST.get(name) : null;
        if (first != null) {
            properties.put(key, first);
        } else if (properties.remove(key) == null && !DEFAULTS.containsKey(name)) {
            throw IpsException.notFound("there is no property '" + name + "'");
        }
    }

    private List<String> list(String name, String key) {
        String text = properties.get(key);
        boolean single = text == null ? isSingle(name) : !text.startsWith("[");
        if (!LISTS.contains(name) && single) {
            throw IpsException.badInput("the property '" + name + "' isn't a list: set it instead");
        }
        return PythonLiteral.strings(text == null ? "[]" : text);
    }

    private static boolean isSingle(String name) {
        return FIRST.containsKey(name) || DEFAULTS.containsKey(name);
    }

    private static String written(String name, List<String> values) {
        values.forEach(PropertyEditor::checkValue);
        if (LISTS.contains(name)) {
            return PythonLiteral.write(values);
        }
        if (values.size() != 1) {
            throw IpsException.badInput(
                    "the property '" + name + "' takes one value, not " + values.size() + ": " + values);
        }
        String value = values.get(0);
        if (BOOLEANS.contains(name)) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "true" -> "True";
                case "false" -> "False";
                default ->
                    throw IpsException.badInput("the property '" + name + "' is true or false, not '" + value + "'");
            };
        }
        List<String> choices = CHOICES.get(name);
        if (choices != null && !choices.contains(value)) {
            throw IpsException.badInput(
                    "the property '" + name + "' can't be '" + value + "': it is one of " + String.join(", ", choices));
        }
        return value;
    }

    private static void checkName(String name) {
        boolean good = !name.isEmpty()
                && name.chars().noneMatch(c -> c <= ' ' || c == '=' || c == ':' || c == '[' || c == '#' || c == ';');
        if (!good) {
            throw IpsException.badInput("'" + name + "' can't be the name of a property");
        }
    }

    private static void checkValue(String value) {
        if (value.chars().anyMatch(c -> c < ' ')) {
            throw IpsException.badInput("the value of a property can't have line breaks or control characters");
        }
    }
}
