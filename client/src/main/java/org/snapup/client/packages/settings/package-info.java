/** The verbs that show and change how an image is configured: publishers, properties, what is frozen, and so on. */
@NullMarked
package org.snapup.client.packages.settings;

import org.jspecify.annotations.NullMarked;
