/**
 * Conditions as Kubernetes writes them. One place decides when a transition time changes, and no
 * status loses the conditions that somebody else reports.
 */
@NullMarked
package dev.salvaguarda.controller.condition;

import org.jspecify.annotations.NullMarked;
