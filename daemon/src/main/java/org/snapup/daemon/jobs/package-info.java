/** Jobs: the conductor and the worker, each job's file, events and recovery. */
@NullMarked
package org.snapup.daemon.jobs;

import org.jspecify.annotations.NullMarked;
