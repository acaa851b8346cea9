/**
 * The life of the worker that an attempt is: a Job and its pod, from the first start over retries
 * to an end that somebody else judges. Knows no kind of work, no verdict and no result.
 */
@NullMarked
package dev.salvaguarda.domain.worker;

import org.jspecify.annotations.NullMarked;
