/** Tests of what people see. */
@NullMarked
package org.snapup.client.render;

import org.jspecify.annotations.NullMarked;
