/** How the operator begins: it waits for what it needs, and ends if it can't begin. */
@NullMarked
package dev.salvaguarda.app.start;

import org.jspecify.annotations.NullMarked;
