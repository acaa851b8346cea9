/** Applications that are told by HTTP what to do. */
@NullMarked
package dev.salvaguarda.testkit.http;

import org.jspecify.annotations.NullMarked;
