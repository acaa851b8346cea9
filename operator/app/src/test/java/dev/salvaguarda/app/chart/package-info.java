/** The Helm chart, its alert rules, its dashboard, and what Argo CD says of the kinds. */
@NullMarked
package dev.salvaguarda.app.chart;

import org.jspecify.annotations.NullMarked;
