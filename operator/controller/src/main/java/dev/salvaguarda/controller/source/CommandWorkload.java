package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.source.CommandSource;
import dev.salvaguarda.controller.worker.manifest.SourceContainer;
import dev.salvaguarda.controller.worker.manifest.WorkerPaths;
import dev.salvaguarda.domain.workorder.CommandOrder;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.SourceOrder;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The output of a program. Nobody knows which machine it asks, so the source is called as its
 * policy.
 */
final class CommandWorkload {
  /** More than an operator that is there gives a pod to start; it can tell why it does not. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private CommandWorkload() {}

  static SourceWorkload of(CommandSource source, String policy) {
    CommandOrder order =
        new CommandOrder(
            WorkerPaths.EXCHANGE,
            program(source),
            source.fileName(),
            source.allowEmpty(),
            switch (source.consistency()) {
              case CRASH -> Consistency.CRASH;
              case APPLICATION -> Consistency.APPLICATION;
            },
            PATIENCE);
    return new SourceWorkload(
        "command " + program(source),
        Set.of(policy),
        List.of(),
        SourceOrder.of(policy, order),
        new SourceContainer(
            source.image(),
            source.command(),
            source.credentialsRef() == null ? null : source.credentialsRef().name(),
            CommandSource.CREDENTIALS,
            source.resources()));
  }

  /** Without the folder in which it lies. */
  private static String program(CommandSource source) {
    String path = source.command().getFirst();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
