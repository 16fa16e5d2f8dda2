package org.snapup.ips.image;

import java.nio.charset.StandardCharsets;
import org.snapup.ips.IpsException;

/** Fuzz target: the configuration of an image, and entries of its history. */
public final class ImageFuzz {
    private ImageFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        parse(() -> {
            ImageConfig config = ImageConfig.parse(text);
            config.publisherDetails();
            config.publishers();
            config.variants();
            config.facets();
            config.mediators();
            config.properties().keySet().forEach(config::propertyValues);
            ImageConfig.parse(config.toText());
        });
        parse(() -> PythonLiteral.strings(text));
        parse(() -> PythonLiteral.dictionaries(text));
        parse(() -> HistoryReader.parse("20260101T000000Z-01.xml", input));
    }

    private static void parse(Runnable parsing) {
        try {
            parsing.run();
        } catch (IpsException e) {
            // refused in words
        }
    }
}
