/**
 * Annotations that say once what many fields of the custom resources have in common. The CRD
 * generator and Jackson read the annotations that each of them carries.
 */
@NullMarked
package dev.salvaguarda.api.schema;

import org.jspecify.annotations.NullMarked;
