/** Incidents: derives where each stands, and has said what people decided to say. */
@NullMarked
package dev.salvaguarda.controller.incident;

import org.jspecify.annotations.NullMarked;
