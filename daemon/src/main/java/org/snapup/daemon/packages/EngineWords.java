package org.snapup.daemon.packages;

import org.snapup.protocol.ImageChanges;
import org.snapup.protocol.ImageHistory;
import org.snapup.protocol.ImageQueries;
import org.snapup.protocol.Verification;

/** What engines are asked for, as the end of "the engine doesn't ...". */
final class EngineWords {
    private EngineWords() {}

    static String of(ImageQueries.Query query) {
        if (query instanceof ImageQueries.ListRequest || query instanceof ImageQueries.InfoRequest) {
            return "tell about packages";
        } else if (query instanceof ImageQueries.ContentsRequest) {
            return "tell the contents of packages";
        } else if (query instanceof ImageQueries.SearchRequest) {
            return "search";
        } else if (query instanceof ImageHistory.HistoryRequest) {
            return "keep a history";
        } else if (query instanceof ImageQueries.PublishersRequest) {
            return "have publishers";
        } else if (query instanceof Verification.VerifyRequest) {
            return "verify packages";
        }
        return "keep settings in its images";
    }

    static String of(ImageChanges.Change change) {
        if (change instanceof ImageChanges.FreezeRequest || change instanceof ImageChanges.UnfreezeRequest) {
            return "freeze packages";
        } else if (change instanceof ImageChanges.AvoidRequest || change instanceof ImageChanges.UnavoidRequest) {
            return "avoid packages";
        } else if (change instanceof ImageChanges.PropertyRequest) {
            return "have properties";
        } else if (change instanceof ImageChanges.FlagRequest) {
            return "remember which packages were asked for by name";
        } else if (change instanceof ImageChanges.CleanRequest) {
            return "keep what it fetched";
        } else if (change instanceof ImageChanges.UpdateFormatRequest) {
            return "know formats of images";
        } else if (change instanceof ImageChanges.PurgeHistoryRequest) {
            return "keep a history";
        } else if (change instanceof ImageChanges.RebuildIndexRequest) {
            return "keep an index";
        }
        return "have publishers";
    }
}
