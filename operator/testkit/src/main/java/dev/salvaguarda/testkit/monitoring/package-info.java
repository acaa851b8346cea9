/** Monitoring systems that send alerts. */
@NullMarked
package dev.salvaguarda.testkit.monitoring;

import org.jspecify.annotations.NullMarked;
