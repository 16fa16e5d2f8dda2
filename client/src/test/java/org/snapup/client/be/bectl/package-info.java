/** Tests of bectl's dialect. */
@NullMarked
package org.snapup.client.be.bectl;

import org.jspecify.annotations.NullMarked;
