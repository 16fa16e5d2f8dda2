package org.snapup.ips.cli.repo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs the command in a folder. */
final class RepoWorld {
    final Path folder;
    String out = "";
    String err = "";
    final Map<String, String> environment = new HashMap<>();
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
            InputStream input = new ByteArrayInputStream(typed);
            int status = new RepoCommand(input, outStream, errStream, environment).run(args);
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
