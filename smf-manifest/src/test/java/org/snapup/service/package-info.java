/** What a host sees of snapup: its service files and packages, put to the test with the host's own programs. */
@NullMarked
package org.snapup.service;

import org.jspecify.annotations.NullMarked;
