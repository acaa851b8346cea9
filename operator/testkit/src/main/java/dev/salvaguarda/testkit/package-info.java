/**
 * Real servers for tests and the demo: an API server, a node that runs pods as processes, S3 and
 * databases. Never part of what is shipped.
 */
@NullMarked
package dev.salvaguarda.testkit;

import org.jspecify.annotations.NullMarked;
