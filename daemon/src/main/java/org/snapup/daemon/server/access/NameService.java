package org.snapup.daemon.server.access;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.snapup.ffi.peer.Accounts;
import org.snapup.ffi.peer.Authorisations;

/**
 * What the system knows about its users.
 *
 * @param authorisations empty where the system has none
 */
public record NameService(Accounts accounts, Optional<Authorisations> authorisations) {
    public NameService {
        requireNonNull(accounts, "accounts");
        requireNonNull(authorisations, "authorisations");
    }

    public static NameService forThisSystem() {
        return new NameService(new Accounts(), Authorisations.forThisSystem());
    }
}
