/** The life of a notice: when it is sent, sent again, held, suppressed or given up. */
@NullMarked
package dev.salvaguarda.domain.notice;

import org.jspecify.annotations.NullMarked;
