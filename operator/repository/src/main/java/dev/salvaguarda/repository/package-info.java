/**
 * The restic repository format, version 2, over S3: written, opened and read here, and by any stock
 * restic. Knows nothing of Kubernetes and nothing of the other modules.
 */
@NullMarked
package dev.salvaguarda.repository;

import org.jspecify.annotations.NullMarked;
