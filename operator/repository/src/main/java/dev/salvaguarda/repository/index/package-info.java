/**
 * Which blob lies where: the index files, and the compact table in memory that is built from them.
 * The table's size is a known number of bytes a blob.
 */
@NullMarked
package dev.salvaguarda.repository.index;

import org.jspecify.annotations.NullMarked;
