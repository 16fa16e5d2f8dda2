@NullMarked
package org.snapup.ips.journal;

import org.jspecify.annotations.NullMarked;
