/** Maintenance windows: derives where each stands, and has said what people decided to say. */
@NullMarked
package dev.salvaguarda.controller.window;

import org.jspecify.annotations.NullMarked;
