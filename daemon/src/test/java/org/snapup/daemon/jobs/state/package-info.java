@NullMarked
package org.snapup.daemon.jobs.state;

import org.jspecify.annotations.NullMarked;
