/** Every job as a workflow: which one a method means, what it would do, and what is left of ended ones. */
@NullMarked
package org.snapup.daemon.workflows;

import org.jspecify.annotations.NullMarked;
