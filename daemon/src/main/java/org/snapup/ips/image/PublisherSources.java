package org.snapup.ips.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snapup.ips.image.PublisherDetails.Location;
import org.snapup.ips.repo.PackageSource;

/** The places of a publisher, with what an image's configuration says of how they are reached. */
final class PublisherSources {
    private static final String SYSTEM_REPOSITORY = "<sysrepo>";

    private PublisherSources() {}

    static List<PackageSource> of(Image image, String publisher, Function<PublisherDetails, List<Location>> kind) {
        String authorities = image.config().properties().getOrDefault("ca-path", "");
        Optional<Path> folder = authorities.startsWith("/") ? Optional.of(Path.of(authorities)) : Optional.empty();
        return image.config().publisherDetails().stream()
                .filter(details -> details.name().equals(publisher))
                .flatMap(details -> kind.apply(details).stream()
                        .filter(Location::enabled)
                        .map(location -> new PackageSource(
                                location.uri(),
                                file(image.root(), details.sslKey()),
                                file(image.root(), details.sslCert()),
                                Optional.ofNullable(location.proxy()).filter(proxy -> !proxy.equals(SYSTEM_REPOSITORY)),
                                folder)))
                .toList();
    }

    /** What the image keeps itself is named as if its root were the system's, and lies below its root. */
    private static Optional<Path> file(Path root, @Nullable String named) {
        if (named == null) {
            return Optional.empty();
        }
        Path file = Path.of(named);
        Path kept = Path.of(ImageLayout.TLS.toString());
        boolean isKept = file.getNameCount() > kept.getNameCount()
                && file.subpath(0, file.getNameCount() - 1).endsWith(kept);
        return Optional.of(isKept ? root.resolve(kept).resolve(file.getFileName()) : root.resolve(file));
    }
}
