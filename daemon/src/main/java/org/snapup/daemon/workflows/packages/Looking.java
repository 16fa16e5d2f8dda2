package org.snapup.daemon.workflows.packages;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.SnapupException;

/**
 * What an engine gets that only looks.
 *
 * @param gone nobody waits for the answer any more
 */
record Looking(Path cache, Consumer<Progress> onProgress, BooleanSupplier gone) implements EngineContext {
    static Looking at(Path cache) {
        return new Looking(cache, progress -> {}, () -> false);
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public void beforeFirstChange() {
        throw new IllegalStateException("who only looks changes nothing");
    }

    @Override
    public void progress(Progress progress) {
        onProgress.accept(progress);
    }

    @Override
    public void note(String text) {}

    @Override
    public void output(String line) {}

    @Override
    public void checkCancelled() {
        if (gone.getAsBoolean()) {
            throw new SnapupException(ErrorCode.CANCELLED, "nobody waits for the answer any more");
        }
    }

    @Override
    public void cancellable(boolean honoured) {}

    @Override
    public void crashPoint(String name) {}
}
