/** What ends a test that hangs. */
@NullMarked
package dev.salvaguarda.testkit.hang;

import org.jspecify.annotations.NullMarked;
