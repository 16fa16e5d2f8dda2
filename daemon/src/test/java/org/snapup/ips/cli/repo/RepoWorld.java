package org.snapup.ips.cli.repo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the command in a folder. */
final class RepoWorld {
    final Path folder;
    String out = "";
    String err = "";
    private String in = "";

    RepoWorld(Path folder) {
        this.folder = folder;
    }

    void type(String text) {
        in = text;
    }

    int run(String... args) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        try (PrintStream outStream = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(errBytes, true, StandardCharsets.UTF_8)) {
            byte[] typed = in.getBytes(StandardCharsets.UTF_8);
            int status = new RepoCommand(new ByteArrayInputStream(typed), outStream, errStream).run(args);
            out = outBytes.toString(StandardCharsets.UTF_8);
            err = errBytes.toString(StandardCharsets.UTF_8);
            return status;
        }
    }

    String path(String name) {
        return folder.resolve(name).toString();
    }

    String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
