/**
 * What the engine needs from the outside world: a store of objects by key. Adapters implement it
 * for a technology.
 */
@NullMarked
package dev.salvaguarda.repository.port;

import org.jspecify.annotations.NullMarked;
