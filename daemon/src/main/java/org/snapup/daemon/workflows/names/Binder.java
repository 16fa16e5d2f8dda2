package org.snapup.daemon.workflows.names;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snapup.daemon.storage.Be;
import org.snapup.daemon.storage.Storage;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.ImageRequest;
import org.snapup.protocol.Packages;
import org.snapup.protocol.SnapupException;

/** Turns the names of a request into identities, before the request becomes a job. Safe on any thread. */
public final class Binder {
    private final Storage storage;

    public Binder(Storage storage) {
        this.storage = storage;
    }

    /**
     * Binds a request to what its names mean now.
     *
     * @throws SnapupException {@code NO_SUCH_BE}, {@code INVALID_ROOT}, {@code INVALID_REQUEST}
     */
    public Binding bind(Record parameters) {
        List<Be> bes = storage.list();
        Optional<Be> live = bes.stream().filter(Be::live).findFirst();
        String liveUuid = live.map(Be::uuid).orElse("");
        if (!BeReference.isAboutABe(parameters)) {
            return new Binding(liveUuid, null, null);
        }
        Optional<String> name = BeReference.be(parameters);
        String root = ImageRequest.rootOf(parameters);
        if (root != null || name.isEmpty()) {
            Be running = live.orElseThrow(() -> new SnapupException(
                    ErrorCode.NO_SUCH_BE, "none of the boot environments is the running one: check storage.live"));
            return root == null ? new Binding(liveUuid, null, null) : bindRoot(running, parameters, root);
        }
        Be subject = bes.stream()
                .filter(be -> be.name().equals(name.get()))
                .findFirst()
                .or(() -> isPath(name.get()) ? storage.at(Path.of(name.get())) : Optional.empty())
                .orElseThrow(() -> new SnapupException(
                        ErrorCode.NO_SUCH_BE,
                        name.get(),
                        "there is no boot environment " + name.get() + "; see: snapup be list",
                        null));
        return new Binding(liveUuid, subject.uuid(), null);
    }

    private static boolean isPath(String name) {
        return name.startsWith("/") && name.indexOf('\0') < 0;
    }

    private Binding bindRoot(Be live, Record parameters, String given) {
        String root;
        try {
            root = settled(Path.of(given)).toString();
        } catch (IOException e) {
            throw new SnapupException(ErrorCode.INVALID_ROOT, given, "there is no folder " + given + " to work on", e);
        }
        Be be = Roots.resolve(storage, root);
        boolean other = !be.uuid().equals(live.uuid());
        if (other
                && parameters instanceof Packages.Operation request
                && (request.beName() != null
                        || request.from() != null
                        || request.newBe() != null
                        || request.activate() != null)) {
            throw new SnapupException(
                    ErrorCode.INVALID_REQUEST,
                    given,
                    "-R works on the BE that is mounted at " + given
                            + " itself: a new BE's name, source or activation can't be chosen with it",
                    null);
        }
        return new Binding(live.uuid(), be.uuid(), root);
    }

    /**
     * Follows the links above a folder, once and for all; not the folder itself, which may be the link by which plain
     * directories are mounted, and leads elsewhere when the BE is restored.
     */
    private static Path settled(Path given) throws IOException {
        Path real = given.toRealPath();
        Path name = given.getFileName();
        Path parent = given.getParent();
        boolean isNamed =
                name != null && !name.toString().equals(".") && !name.toString().equals("..");
        return parent != null && isNamed ? parent.toRealPath().resolve(name) : real;
    }
}
