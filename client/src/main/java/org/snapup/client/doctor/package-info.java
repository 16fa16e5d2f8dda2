/** How the machine is: what the daemon says of it, and what can be seen without one. */
@NullMarked
package org.snapup.client.doctor;

import org.jspecify.annotations.NullMarked;
