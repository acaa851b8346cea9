/** What stands in people's calendars, as iCalendar (RFC 5545) has it. */
@NullMarked
package dev.salvaguarda.domain.calendar;

import org.jspecify.annotations.NullMarked;
