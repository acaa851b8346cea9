/**
 * What a snapshot holds, read as a stream, and how far it is proven to be what was copied. Knows no
 * place where it goes.
 */
@NullMarked
package dev.salvaguarda.agent.restore.stored;

import org.jspecify.annotations.NullMarked;
