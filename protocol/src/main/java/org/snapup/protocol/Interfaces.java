package org.snapup.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The Varlink interfaces that snapupd serves; their descriptions are the {@code .varlink} files beside this class. */
public final class Interfaces {
    public static final String PACKAGES = "org.snapup.Packages";
    public static final String IMAGE = "org.snapup.Image";
    public static final String BOOT_ENVIRONMENTS = "org.snapup.BootEnvironments";
    public static final String JOBS = "org.snapup.Jobs";
    public static final String DIAGNOSIS = "org.snapup.Diagnosis";
    public static final String SERVICE = "org.varlink.service";

    /** All of them, in the order in which {@code GetInfo} names them. */
    public static final List<String> ALL = List.of(SERVICE, PACKAGES, IMAGE, BOOT_ENVIRONMENTS, JOBS, DIAGNOSIS);

    private Interfaces() {}

    /**
     * The interface's description, in the Varlink interface definition language.
     *
     * @throws SnapupException with {@link ErrorCode#INTERFACE_NOT_FOUND}
     */
    public static String description(String name) {
        if (!ALL.contains(name)) {
            throw new SnapupException(
                    ErrorCode.INTERFACE_NOT_FOUND, name, "there is no interface " + name + " here", null);
        }
        try (InputStream in = Interfaces.class.getResourceAsStream(name + ".varlink")) {
            if (in == null) {
                throw new IllegalStateException(name + ".varlink is missing from the protocol archive");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
