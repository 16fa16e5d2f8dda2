/** What a shell offers when somebody presses Tab. */
@NullMarked
package org.snapup.client.complete;

import org.jspecify.annotations.NullMarked;
