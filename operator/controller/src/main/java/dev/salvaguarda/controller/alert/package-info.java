/** Alerts of a monitoring system, and the incidents that they open. */
@NullMarked
package dev.salvaguarda.controller.alert;

import org.jspecify.annotations.NullMarked;
