package org.snapup.daemon.packages.ips;

import org.snapup.daemon.packages.EngineContext;
import org.snapup.ips.IpsListener;
import org.snapup.protocol.Event.Progress;

/** Tells a job what the library tells its listener. */
final class ContextListener implements IpsListener {
    private final EngineContext context;

    ContextListener(EngineContext context) {
        this.context = context;
    }

    @Override
    public void progress(String phase, long done, long total, long bytes, long totalBytes) {
        context.progress(new Progress(phase, done, total, bytes, totalBytes));
    }

    @Override
    public void note(String text) {
        context.note(text);
    }

    @Override
    public void beforeFirstChange() {
        context.beforeFirstChange();
    }

    @Override
    public void checkCancelled() {
        context.checkCancelled();
    }
}
