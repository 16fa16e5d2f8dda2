/** Tests of the contract: the records against the interface descriptions, the codec against hostile bytes. */
@NullMarked
package org.snapup.protocol;

import org.jspecify.annotations.NullMarked;
