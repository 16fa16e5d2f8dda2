package org.snapup.ips.solve;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a dependency asks for. Versions mean "this or newer", except for {@link #INCORPORATE}. */
public enum DependencyType {
    /** The target has to be installed. */
    REQUIRE,
    /** If the target is installed, then not older. */
    OPTIONAL,
    /** If the target is installed, then not this version or newer; without a version, not at all. */
    EXCLUDE,
    /** If the target is installed, then at a version that begins like this one. */
    INCORPORATE,
    /** If the predicate is installed, the target has to be too. */
    CONDITIONAL,
    /** One of the targets has to be installed. */
    REQUIRE_ANY,
    /** The target has to be installed unless it was avoided or doesn't exist. */
    GROUP,
    /** One of the targets has to be installed, unless all were avoided or none exists. */
    GROUP_ANY,
    /** The target has to be installed in the parent image; satisfied where there is none. */
    PARENT,
    /** If the target is installed now, then not older. */
    ORIGIN;

    private static final Map<String, DependencyType> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toMap(DependencyType::text, type -> type));

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** As in a manifest. */
    public String text() {
        return text;
    }

    public static Optional<DependencyType> of(String text) {
        return Optional.ofNullable(BY_TEXT.get(text));
    }
}
