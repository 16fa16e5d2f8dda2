package org.snapup.daemon.packages.pkg;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.snapup.daemon.packages.EngineContext;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;
import org.snapup.protocol.SnapupException;

/** Asks pkg(1) about one image, and tells an answer from an error. */
final class Asking {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PkgTool tool;
    private final Path image;
    private final EngineContext context;

    Asking(PkgTool tool, Path image, EngineContext context) {
        this.tool = tool;
        this.image = image;
        this.context = context;
    }

    /** The answer to a question that has one. */
    CommandResult whole(List<String> words) {
        CommandResult result = tool.ask(image, words, context);
        if (result.exitStatus() != PkgFailure.DONE) {
            throw PkgFailure.of(words, result);
        }
        return result;
    }

    /** The answer to a question about packages of which some, or all, may not be there. */
    CommandResult partly(List<String> words) {
        CommandResult result = tool.ask(image, words, context);
        boolean nothing = result.exitStatus() == PkgFailure.FAILED
                && PkgFailure.of(words, result).code() == ErrorCode.NO_SUCH_PACKAGE;
        boolean nothingNew =
                result.exitStatus() == PkgFailure.FAILED && result.err().isBlank();
        if (result.exitStatus() == PkgFailure.DONE
                || result.exitStatus() == PkgFailure.PARTLY
                || result.exitStatus() == PkgFailure.NOTHING_TO_DO
                || nothing
                || nothingNew) {
            return result;
        }
        throw PkgFailure.of(words, result);
    }

    /** The answer to a search: one that finds nothing fails without a word. */
    CommandResult found(List<String> words) {
        CommandResult result = tool.ask(image, words, context);
        boolean nothing =
                result.exitStatus() == PkgFailure.FAILED && result.err().isBlank();
        if (result.exitStatus() != PkgFailure.DONE && result.exitStatus() != PkgFailure.PARTLY && !nothing) {
            throw PkgFailure.of(words, result);
        }
        return result;
    }

    /** What it says until it fails, if it does: of something that nobody waits for. */
    CommandResult asFarAsItGoes(List<String> words) {
        return tool.ask(image, words, context);
    }

    /** What it printed, as JSON; an empty array for nothing. */
    static JsonNode json(CommandResult result) {
        try {
            return JSON.readTree(result.out().isBlank() ? "[]" : result.out());
        } catch (JacksonException e) {
            String start = result.out().strip();
            throw new SnapupException(
                    ErrorCode.ENGINE_FAILED,
                    "pkg(1) printed something else than JSON: " + start.substring(0, Math.min(start.length(), 200))
                            + "\nCheck that packages.program is the system's pkg(1)",
                    e);
        }
    }
}
