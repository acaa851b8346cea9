/** What alerts of a monitoring system make of incidents; pure. */
@NullMarked
package dev.salvaguarda.domain.alert;

import org.jspecify.annotations.NullMarked;
