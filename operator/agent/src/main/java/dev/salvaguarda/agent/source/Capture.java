package dev.salvaguarda.agent.source;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.repository.model.BlobId;
import java.util.List;
import java.util.Optional;

/**
 * A target that is stored, but is not a snapshot yet.
 *
 * @param tree root of the stored tree
 * @param paths what the snapshot says it holds, absolute, stable over runs
 * @param sizeBytes of the target's content, whether it was read or known to be unchanged
 * @param bytesRead from the source
 * @param sha256 of a dump's bytes, 64 hex digits; empty for file trees
 * @param consistency the state that a restore would give
 * @param guarded whether the target's size says something; that of a list of roles does not
 * @param shortfalls what is missing or weaker than asked, the worst first; empty if nothing is
 */
public record Capture(
    BlobId tree,
    List<String> paths,
    long sizeBytes,
    long bytesRead,
    Optional<String> sha256,
    Consistency consistency,
    boolean guarded,
    List<Failure> shortfalls) {
  public Capture {
    paths = List.copyOf(paths);
    shortfalls = List.copyOf(shortfalls);
  }
}
