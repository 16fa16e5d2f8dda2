/** Jobs: the durable queue, the job's file, events and recovery. */
@NullMarked
package org.snapup.daemon.jobs;

import org.jspecify.annotations.NullMarked;
