/** The kinds of source that a policy can copy. Exactly one of them is set in a policy. */
@NullMarked
package dev.salvaguarda.api.source;

import org.jspecify.annotations.NullMarked;
