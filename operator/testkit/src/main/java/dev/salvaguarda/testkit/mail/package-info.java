/** Mail servers: one in the JVM, a real Postfix, and one that does what no real one does. */
@NullMarked
package dev.salvaguarda.testkit.mail;

import org.jspecify.annotations.NullMarked;
