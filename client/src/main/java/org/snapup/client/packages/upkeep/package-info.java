/** The verbs that keep an image in order and change no package. */
@NullMarked
package org.snapup.client.packages.upkeep;

import org.jspecify.annotations.NullMarked;
