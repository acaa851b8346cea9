/** The operator as a process of its own, with real servers around it. */
@NullMarked
package dev.salvaguarda.app.e2e;

import org.jspecify.annotations.NullMarked;
