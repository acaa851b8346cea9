/**
 * What the API server accepts and refuses, asked of a real one. Each case is a file, and what a
 * person reads is part of it.
 */
@NullMarked
package dev.salvaguarda.api.rule;

import org.jspecify.annotations.NullMarked;
