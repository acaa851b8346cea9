/**
 * The way of bytes into a repository: cut, hashed, looked up, compressed, sealed, packed, uploaded,
 * indexed, and at last named by a snapshot. Memory is bounded by options, not by what is stored.
 */
@NullMarked
package dev.salvaguarda.repository.write;

import org.jspecify.annotations.NullMarked;
