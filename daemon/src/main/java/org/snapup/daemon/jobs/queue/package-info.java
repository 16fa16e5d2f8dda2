/** The queue of jobs as others see it: what is asked for, by whom, and what is told of it. */
@NullMarked
package org.snapup.daemon.jobs.queue;

import org.jspecify.annotations.NullMarked;
