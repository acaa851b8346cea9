/** The worker as a build leaves it, and the cache that it starts faster with. */
@NullMarked
package dev.salvaguarda.app.worker;

import org.jspecify.annotations.NullMarked;
