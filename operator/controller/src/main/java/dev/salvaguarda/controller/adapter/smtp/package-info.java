/**
 * Mail by SMTP. A {@link dev.salvaguarda.controller.adapter.smtp.Conversation} is held in a thread
 * of its own and writes a {@link dev.salvaguarda.controller.adapter.smtp.Transcript}, from which a
 * {@link dev.salvaguarda.controller.adapter.smtp.Ruling} says what became of the message.
 */
@NullMarked
package dev.salvaguarda.controller.adapter.smtp;

import org.jspecify.annotations.NullMarked;
