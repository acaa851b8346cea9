/**
 * Files other than packs: sealed, compressed, and named by the hash of what is stored. One place
 * writes, reads, lists and removes them.
 */
@NullMarked
package dev.salvaguarda.repository.file;

import org.jspecify.annotations.NullMarked;
