/**
 * What the agent needs from the machine and from a database server, as interfaces. Adapters
 * implement them, and fakes in the tests, both held to the same contract.
 */
@NullMarked
package dev.salvaguarda.agent.port;

import org.jspecify.annotations.NullMarked;
