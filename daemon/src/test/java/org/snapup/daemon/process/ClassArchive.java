package org.snapup.daemon.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.snapup.daemon.IpsWorld;

/**
 * The parsed classes of a test's class path, recorded by the first snapupd that ends in order, so that the next ones start
 * in half the time.
 */
final class ClassArchive {
    private final Path archive;
    private final String classPath;

    /** Packs what of the test's class path is a folder: the JVM archives classes of jars only. */
    ClassArchive(Path folder) throws IOException {
        archive = folder.resolve("classes.jsa");
        List<String> jars = new ArrayList<>();
        for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(element);
            jars.add(Files.isDirectory(path) ? pack(path, folder.resolve(jars.size() + ".jar")) : element);
        }
        classPath = String.join(File.pathSeparator, jars);
    }

    private static String pack(Path classes, Path jar) throws IOException {
        try (Stream<Path> walk = Files.walk(classes);
                OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(1);
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
        return jar.toString();
    }

    /** A snapupd that starts from the archive, or makes it where there is none yet. */
    DaemonProcess daemon(IpsWorld world) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String option = Files.exists(archive) ? "SharedArchiveFile" : "ArchiveClassesAtExit";
        List<String> words = List.of(java, "-XX:" + option + "=" + archive, "-Xlog:disable");
        return new DaemonProcess(world.config(), world.socket(), words, classPath);
    }
}
