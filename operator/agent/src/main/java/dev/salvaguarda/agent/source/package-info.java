/**
 * What can be copied: a source names its targets and copies each of them into the repository. The
 * attempt that asks for it decides what becomes a snapshot.
 */
@NullMarked
package dev.salvaguarda.agent.source;

import org.jspecify.annotations.NullMarked;
