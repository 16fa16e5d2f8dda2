/** Tests of everything behind the server, over plain directories and a tiny package engine. */
package org.snapup.daemon.core;
