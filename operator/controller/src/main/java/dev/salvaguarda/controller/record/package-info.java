/**
 * Every run as one watch knows it, for all who read runs. Those that ended are kept packed, since
 * there are many of them and they hardly change.
 */
@NullMarked
package dev.salvaguarda.controller.record;

import org.jspecify.annotations.NullMarked;
