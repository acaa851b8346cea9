/**
 * What the tests of a policy prove together, and for how long. Everything is computed from values;
 * a proof that held an hour ago may have become too old although nothing happened.
 */
@NullMarked
package dev.salvaguarda.domain.verification;

import org.jspecify.annotations.NullMarked;
