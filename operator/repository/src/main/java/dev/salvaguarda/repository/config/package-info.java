/**
 * The one file that makes a prefix a repository: version, identifier and the polynomial of restic's
 * chunker. Written once and never changed.
 */
@NullMarked
package dev.salvaguarda.repository.config;

import org.jspecify.annotations.NullMarked;
