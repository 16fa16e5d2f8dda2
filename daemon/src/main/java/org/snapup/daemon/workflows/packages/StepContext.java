package org.snapup.daemon.workflows.packages;

import java.nio.file.Path;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.daemon.workflows.run.Entry;
import org.snapup.daemon.workflows.run.Fact;
import org.snapup.daemon.workflows.run.Work;
import org.snapup.protocol.Event.Progress;

/** What a package engine gets from the job that it works for. */
final class StepContext implements EngineContext {
    private final Work work;
    private final boolean live;
    private final boolean changesAreGuarded;

    /**
     * @param live the root is the running system
     * @param changesAreGuarded the root is an unfinished clone, so that its first change needs no record
     */
    StepContext(Work work, boolean live, boolean changesAreGuarded) {
        this.work = work;
        this.live = live;
        this.changesAreGuarded = changesAreGuarded;
    }

    @Override
    public Path cache() {
        return work.machine().cache();
    }

    @Override
    public boolean live() {
        return live;
    }

    @Override
    public void beforeFirstChange() {
        if (!changesAreGuarded && !work.trail().knows(Fact.Changing.class)) {
            work.learn(new Fact.Changing());
        }
    }

    @Override
    public void progress(Progress progress) {
        work.journal().append(new Entry.Progressed(progress));
    }

    @Override
    public void note(String text) {
        work.note(text);
    }

    @Override
    public void output(String line) {
        work.journal().append(new Entry.Output(line));
    }

    @Override
    public void checkCancelled() {
        work.checkCancelled();
    }

    @Override
    public void cancellable(boolean honoured) {
        work.journal().cancellable(honoured);
    }

    @Override
    public void crashPoint(String name) {
        work.journal().crashPoint(name);
    }
}
