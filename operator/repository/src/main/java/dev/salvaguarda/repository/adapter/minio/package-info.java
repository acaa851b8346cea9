/**
 * The object store over S3, spoken through the MinIO client. Retries what passes, names what does
 * not.
 */
@NullMarked
package dev.salvaguarda.repository.adapter.minio;

import org.jspecify.annotations.NullMarked;
