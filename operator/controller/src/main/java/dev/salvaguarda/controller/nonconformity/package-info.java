/** What a policy and its runs show of non-conformities, read from the objects; pure. */
@NullMarked
package dev.salvaguarda.controller.nonconformity;

import org.jspecify.annotations.NullMarked;
