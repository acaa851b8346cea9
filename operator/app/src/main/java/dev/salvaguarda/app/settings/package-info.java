/**
 * What a person can tell the operator at start-up, checked before anything starts. A bad value ends
 * the program with a sentence that says what is allowed.
 */
@NullMarked
package dev.salvaguarda.app.settings;

import org.jspecify.annotations.NullMarked;
