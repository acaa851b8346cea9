/**
 * What the controllers need from the world, as interfaces that they own. The adapter to Kubernetes
 * lives beside them, the one to repositories in the app, which alone knows both sides.
 */
@NullMarked
package dev.salvaguarda.controller.port;

import org.jspecify.annotations.NullMarked;
