/**
 * Which versions of which packages an image should have: a boolean satisfiability problem, and a preference among its
 * solutions. Knows nothing of files, manifests or repositories.
 */
@NullMarked
package org.snapup.ips.solve;

import org.jspecify.annotations.NullMarked;
