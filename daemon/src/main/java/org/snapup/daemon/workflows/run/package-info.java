/** How a workflow runs, whatever it does: its steps, its file, where it stands, and the runner that drives it. */
@NullMarked
package org.snapup.daemon.workflows.run;

import org.jspecify.annotations.NullMarked;
