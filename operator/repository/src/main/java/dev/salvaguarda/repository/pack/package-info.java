/**
 * Packs: many blobs in one stored file with a header that lists them. Writing, reading back, and
 * proving a pack before it leaves the memory.
 */
@NullMarked
package dev.salvaguarda.repository.pack;

import org.jspecify.annotations.NullMarked;
