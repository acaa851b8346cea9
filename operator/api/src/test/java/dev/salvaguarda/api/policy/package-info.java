@NullMarked
package dev.salvaguarda.api.policy;

import org.jspecify.annotations.NullMarked;
