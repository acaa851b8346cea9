/** What others may send to the operator over HTTP. */
@NullMarked
package dev.salvaguarda.app.inbound;

import org.jspecify.annotations.NullMarked;
