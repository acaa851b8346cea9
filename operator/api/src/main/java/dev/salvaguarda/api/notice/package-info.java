/** Channels on which people are told, and the notices that go out on them. */
@NullMarked
package dev.salvaguarda.api.notice;

import org.jspecify.annotations.NullMarked;
