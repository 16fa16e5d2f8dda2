package org.snapup.client.testing;

import java.util.List;
import org.snapup.protocol.ImageHistory;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.Verification;

/** An image of which there is nothing to tell. */
public final class EmptyImage {
    private EmptyImage() {}

    /** Lets the daemon answer each question, and do each job at once. */
    public static void behind(FakeDaemon daemon) {
        daemon.doEveryJob("ok")
                .answer(ImageQueries.LIST, new ImageQueries.Listed(List.of(), null))
                .answer(ImageQueries.INFO, new ImageQueries.Informed(List.of(), null))
                .answer(ImageQueries.CONTENTS, new ImageQueries.Contained(List.of(), null))
                .answer(ImageQueries.SEARCH, new ImageQueries.Searched(List.of()))
                .answer(ImageQueries.HISTORY, new ImageHistory.Remembered(List.of()))
                .answer(ImageQueries.PUBLISHERS, new ImageQueries.Publishing(List.of()))
                .answer(ImageQueries.SETTINGS, new ImageQueries.Settled(List.of()))
                .answer(ImageQueries.VERIFY, new Verification.Verified(null, List.of(), null, null, null));
    }
}
