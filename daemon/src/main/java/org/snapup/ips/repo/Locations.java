package org.snapup.ips.repo;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.snapup.ips.HeapBudget;
import org.snapup.ips.IpsException;
import org.snapup.ips.repo.depot.DepotOrigin;

/** What users write to say where a repository is. */
final class Locations {
    private Locations() {}

    static Origin open(PackageSource source, HeapBudget memory) {
        String location = source.uri();
        if (location.startsWith("http:") || location.startsWith("https:")) {
            return DepotOrigin.of(source);
        }
        Path path = folder(location);
        return Files.isRegularFile(path) ? ArchiveOrigin.open(path, memory) : new DirectoryOrigin(path);
    }

    /** The folder or file that is meant by a path or a {@code file:} URI. @throws IpsException BAD_INPUT */
    static Path folder(String location) {
        if (location.isEmpty()) {
            throw IpsException.badInput("no repository was named: write the path of its folder");
        }
        if (!location.startsWith("file:")) {
            if (location.contains("://")) {
                throw IpsException.badInput("'" + location + "' is not a folder: write a path or a file: URI");
            }
            return path(location);
        }
        try {
            URI uri = new URI(location);
            String path = uri.getPath();
            boolean local = uri.getHost() == null || uri.getHost().equals("localhost");
            if (path != null && !path.isEmpty() && local) {
                return path(path);
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        throw IpsException.badInput("'" + location + "' names no local folder: write file:///path");
    }

    private static Path path(String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IpsException(
                    IpsException.Kind.BAD_INPUT, "'" + text + "' can't be a file's name here: " + e.getReason(), e);
        }
    }
}
