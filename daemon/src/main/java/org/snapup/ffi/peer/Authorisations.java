package org.snapup.ffi.peer;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import jnr.ffi.LibraryLoader;

/** illumos' authorisations: rbac(7). May wait for a directory server; never to be asked on an event loop. */
public interface Authorisations {
    /** Whether the user has it, himself or through a profile; wildcards in what was granted count. */
    boolean has(String authorisation, String user);

    /** chkauthattr(3SECDB), empty on a system that has no authorisations. */
    static Optional<Authorisations> forThisSystem() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("sunos")) {
            return Optional.empty();
        }
        SecurityAttributes library =
                LibraryLoader.create(SecurityAttributes.class).load("secdb");
        return Optional.of(
                (authorisation, user) -> library.chkauthattr(terminated(authorisation), terminated(user)) == 1);
    }

    private static byte[] terminated(String text) {
        return (text + '\0').getBytes(StandardCharsets.UTF_8);
    }
}
