/**
 * Dumps into database servers: into one that exists, or into one that is started for this and
 * thrown away.
 */
@NullMarked
package dev.salvaguarda.agent.restore.server;

import org.jspecify.annotations.NullMarked;
