/**
 * Writes what is derived from the records: the CRDs and the reference pages of the kinds. DriftTest
 * compares what it would write with what is committed.
 */
@NullMarked
package dev.salvaguarda.api.generate;

import org.jspecify.annotations.NullMarked;
