/** What the programs of other systems have in common that snapup answers for under their names. */
@NullMarked
package org.snapup.client.be.dialect;

import org.jspecify.annotations.NullMarked;
