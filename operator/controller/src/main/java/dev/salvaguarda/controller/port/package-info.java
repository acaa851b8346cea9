/**
 * What the controllers need from the world beside Kubernetes, as interfaces that they own. The
 * adapters behind them live in the app.
 */
@NullMarked
package dev.salvaguarda.controller.port;

import org.jspecify.annotations.NullMarked;
