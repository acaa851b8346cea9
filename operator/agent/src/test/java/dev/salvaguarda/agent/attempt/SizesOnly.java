package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.agent.source.Capture;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.Source;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server of databases without content.
 *
 * @param sizes of each, in bytes
 * @param shortfalls of each copy
 */
record SizesOnly(Map<String, Long> sizes, List<Failure> shortfalls) implements Source {
  @Override
  public List<String> targets(Notes notes) {
    return List.copyOf(sizes.keySet());
  }

  @Override
  public Capture capture(String target, CaptureContext context) {
    long size = sizes.getOrDefault(target, 0L);
    return new Capture(
        context.session().storeTree(List.of()),
        List.of("/" + target),
        size,
        size,
        Optional.empty(),
        Consistency.APPLICATION,
        true,
        shortfalls);
  }
}
