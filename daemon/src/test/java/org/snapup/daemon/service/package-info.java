@NullMarked
package org.snapup.daemon.service;

import org.jspecify.annotations.NullMarked;
