/** What the operator tells in Kubernetes Events. */
@NullMarked
package dev.salvaguarda.domain.event;

import org.jspecify.annotations.NullMarked;
