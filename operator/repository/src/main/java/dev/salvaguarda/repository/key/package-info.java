/**
 * Key files: the master key, wrapped once for each password. Adding or removing one never touches
 * the data.
 */
@NullMarked
package dev.salvaguarda.repository.key;

import org.jspecify.annotations.NullMarked;
