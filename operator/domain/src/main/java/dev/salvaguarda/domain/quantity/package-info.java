/**
 * Lengths of time and sizes as people write them and read them. The API server has checked what
 * comes from a specification; what it let through is read here.
 */
@NullMarked
package dev.salvaguarda.domain.quantity;

import org.jspecify.annotations.NullMarked;
