/**
 * Looks whether a repository has all that its index and its snapshots name, without reading the
 * content of files.
 */
@NullMarked
package dev.salvaguarda.repository.check;

import org.jspecify.annotations.NullMarked;
