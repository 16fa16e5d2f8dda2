/** The workflows that change boot environments and no packages. */
@NullMarked
package org.snapup.daemon.workflows.bes;

import org.jspecify.annotations.NullMarked;
