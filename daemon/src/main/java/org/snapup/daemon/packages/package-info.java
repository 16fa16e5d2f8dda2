/** What a package engine is: plans and changes the packages beneath one root. Knows nothing of boot environments. */
@NullMarked
package org.snapup.daemon.packages;

import org.jspecify.annotations.NullMarked;
