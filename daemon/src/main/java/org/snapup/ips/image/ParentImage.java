package org.snapup.ips.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snapup.ffi.BytePath;
import org.snapup.ips.IpsException;
import org.snapup.ips.fmri.Fmri;

/**
 * What an image that pkg(1) linked to a parent image, as that of a zone is, knows of it: {@code linked/linked_prop}, an
 * object that has {@code li-name} in such an image only, and {@code linked/linked_ppkgs}, the FMRIs that were installed in
 * the parent when pkg(1) last looked.
 *
 * @param installed by stem
 */
public record ParentImage(Map<String, Fmri> installed) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final BytePath LINKED = ImageLayout.META.resolve("linked");
    private static final BytePath PROPERTIES = LINKED.resolve("linked_prop");
    private static final BytePath PACKAGES = LINKED.resolve("linked_ppkgs");

    public ParentImage {
        installed = Map.copyOf(installed);
    }

    /** Empty where the image has no parent. @throws IpsException CORRUPT */
    public static Optional<ParentImage> of(ImageFiles files) {
        if (!read(files, PROPERTIES, "{}").has("li-name")) {
            return Optional.empty();
        }
        Map<String, Fmri> installed = new HashMap<>();
        read(files, PACKAGES, "[]").forEach(node -> {
            Fmri fmri = Fmri.parse(node.asText());
            installed.put(fmri.name(), fmri);
        });
        return Optional.of(new ParentImage(installed));
    }

    private static JsonNode read(ImageFiles files, BytePath path, String absent) {
        try {
            return JSON.readTree(files.readText(path).orElse(absent));
        } catch (JsonProcessingException e) {
            throw new IpsException(
                    IpsException.Kind.CORRUPT, path + " of the image can't be read: " + e.getMessage(), e);
        }
    }
}
