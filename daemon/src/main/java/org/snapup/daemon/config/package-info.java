/** The daemon's configuration: one TOML file that nobody but root and the daemon's user may change. */
@NullMarked
package org.snapup.daemon.config;

import org.jspecify.annotations.NullMarked;
