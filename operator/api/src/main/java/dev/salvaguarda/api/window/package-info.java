/** Maintenance windows: when work is done that may be felt, who decided so, and what was said. */
@NullMarked
package dev.salvaguarda.api.window;

import org.jspecify.annotations.NullMarked;
