/** Notices as HTTP requests to programs that take them. */
@NullMarked
package dev.salvaguarda.controller.adapter.http.webhook;

import org.jspecify.annotations.NullMarked;
