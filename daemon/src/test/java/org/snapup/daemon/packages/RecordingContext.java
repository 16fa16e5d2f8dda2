package org.snapup.daemon.packages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.Event.Progress;
import org.snapup.protocol.SnapupException;

/** What an engine is given in a test, and what it did with it. */
public class RecordingContext implements EngineContext {
    private final Path cache;
    private final List<Progress> progress = Collections.synchronizedList(new ArrayList<>());
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private final List<String> output = Collections.synchronizedList(new ArrayList<>());
    private final List<String> crashPoints = Collections.synchronizedList(new ArrayList<>());
    private volatile Runnable beforeFirstChange = () -> {};
    private volatile boolean cancelled;
    private volatile boolean changed;
    private volatile boolean cancellable = true;

    public RecordingContext(Path cache) {
        this.cache = cache;
    }

    /** What happens when the engine reports its first change. */
    public RecordingContext onFirstChange(Runnable happening) {
        beforeFirstChange = happening;
        return this;
    }

    /** Somebody cancels. */
    public RecordingContext cancel() {
        cancelled = true;
        return this;
    }

    public boolean reportedChange() {
        return changed;
    }

    public List<Progress> progress() {
        return progress;
    }

    public List<String> notes() {
        return notes;
    }

    public List<String> output() {
        return output;
    }

    public boolean isCancellable() {
        return cancellable;
    }

    @Override
    public Path cache() {
        return cache;
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public void beforeFirstChange() {
        changed = true;
        beforeFirstChange.run();
    }

    @Override
    public void progress(Progress done) {
        progress.add(done);
    }

    @Override
    public void note(String text) {
        notes.add(text);
    }

    @Override
    public void output(String line) {
        output.add(line);
    }

    @Override
    public void checkCancelled() {
        if (cancelled) {
            throw new SnapupException(ErrorCode.CANCELLED, "the job was cancelled");
        }
    }

    @Override
    public void cancellable(boolean honoured) {
        cancellable = honoured;
    }

    @Override
    public void crashPoint(String name) {
        crashPoints.add(name);
    }
}
