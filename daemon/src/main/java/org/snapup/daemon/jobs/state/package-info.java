/** The daemon's folder outside every BE, and small files that outlive a power failure. */
@NullMarked
package org.snapup.daemon.jobs.state;

import org.jspecify.annotations.NullMarked;
