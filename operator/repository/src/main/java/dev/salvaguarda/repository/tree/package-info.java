/**
 * Directories as a repository keeps them: nodes with all metadata of a Unix file system, and their
 * JSON form, which is restic's. Names are bytes, because file systems do not promise UTF-8.
 */
@NullMarked
package dev.salvaguarda.repository.tree;

import org.jspecify.annotations.NullMarked;
