package org.snapup.client.packages;

import org.jspecify.annotations.Nullable;
import org.snapup.client.cli.Arguments;
import org.snapup.client.cli.Option;
import org.snapup.client.cli.UsageException;
import org.snapup.client.render.Listing.Format;

/** The options that several listings share. */
public final class Formats {
    public static final Option OPTION = Option.valued('F', "FORMAT", "tsv, json, json-formatted, or default");

    /** Refused. */
    public static final Option ORIGIN = new Option(
            "-g", null, "ORIGIN", "add it with set-publisher -g, or look into it with snapup-repo list -s ORIGIN");

    private Formats() {}

    public static Format of(Arguments arguments) throws UsageException {
        String word = arguments.value(OPTION);
        @Nullable Format format = Format.named(word == null ? "default" : word);
        if (format == null) {
            throw new UsageException("-F must be tsv, json, json-formatted or default, not '" + word + "'");
        }
        return format;
    }
}
