/** What schedules need from outside: somebody who reads the text of a cron expression. */
@NullMarked
package dev.salvaguarda.domain.schedule.port;

import org.jspecify.annotations.NullMarked;
