/**
 * The life of a restore and its verdict: from the copies that are looked for, over the attempts of
 * its worker, to an end that says whether everything came back and was proven.
 */
@NullMarked
package dev.salvaguarda.domain.restore;

import org.jspecify.annotations.NullMarked;
