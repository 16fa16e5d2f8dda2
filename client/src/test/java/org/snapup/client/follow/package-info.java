/** Tests of following a job over a real socket. */
@NullMarked
package org.snapup.client.follow;

import org.jspecify.annotations.NullMarked;
