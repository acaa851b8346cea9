/** A browser, as people have one, that a test looks at pages with. */
@NullMarked
package dev.salvaguarda.testkit.browser;

import org.jspecify.annotations.NullMarked;
