@NullMarked
package org.snapup.daemon.jobs;

import org.jspecify.annotations.NullMarked;
