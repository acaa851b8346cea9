/**
 * The words of the conditions that all kinds report: reasons, each with its meaning. The reference
 * page is made from these sentences.
 */
@NullMarked
package dev.salvaguarda.domain.condition;

import org.jspecify.annotations.NullMarked;
