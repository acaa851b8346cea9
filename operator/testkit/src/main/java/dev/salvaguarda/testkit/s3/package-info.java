/**
 * S3 servers for tests behind one interface: one inside the JVM, one as a process of its own. A
 * proxy in front of any of them disturbs the connection in ways that can be chosen.
 */
@NullMarked
package dev.salvaguarda.testkit.s3;

import org.jspecify.annotations.NullMarked;
