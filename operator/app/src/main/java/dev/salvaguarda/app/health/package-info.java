/**
 * Whether the operator does its work: {@code /q/health/live} fails when a reconciliation is stuck,
 * {@code /q/health/ready} when a watch on the API server is broken or a right is missing.
 */
@NullMarked
package dev.salvaguarda.app.health;

import org.jspecify.annotations.NullMarked;
