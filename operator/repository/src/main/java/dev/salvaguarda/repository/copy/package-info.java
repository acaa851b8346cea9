/** Brings snapshots of one repository into another one, whatever passwords and keys they have. */
@NullMarked
package dev.salvaguarda.repository.copy;

import org.jspecify.annotations.NullMarked;
