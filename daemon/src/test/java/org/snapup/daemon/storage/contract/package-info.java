/** What every storage backend does, as tests that each one's own package runs. */
@NullMarked
package org.snapup.daemon.storage.contract;

import org.jspecify.annotations.NullMarked;
