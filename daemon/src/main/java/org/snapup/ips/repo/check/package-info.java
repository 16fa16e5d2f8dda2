/** What goes beyond reading every byte: dependencies of a repository's packages, and mending it. */
@NullMarked
package org.snapup.ips.repo.check;

import org.jspecify.annotations.NullMarked;
