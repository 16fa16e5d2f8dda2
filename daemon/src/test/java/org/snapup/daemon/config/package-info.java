/** Tests of the configuration. */
@NullMarked
package org.snapup.daemon.config;

import org.jspecify.annotations.NullMarked;
