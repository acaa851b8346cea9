/**
 * The custom resources of group salvaguarda.dev as Java records. They are the source from which the
 * CRDs are generated, and hold no logic beyond what the API server enforces.
 */
@NullMarked
package dev.salvaguarda.api;

import org.jspecify.annotations.NullMarked;
