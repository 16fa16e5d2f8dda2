/** Workflows: the steps of every job, over a storage backend and a package engine. */
@NullMarked
package org.snapup.daemon.workflows;

import org.jspecify.annotations.NullMarked;
