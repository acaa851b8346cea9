package dev.salvaguarda.agent.restore.work;

import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.read.RepositoryReader;
import java.nio.charset.StandardCharsets;

/**
 * What a restore works with.
 *
 * @param work which attempt of what this is
 * @param reader of the repository
 * @param board takes the bytes that were restored
 * @param notes takes what a person would want to know
 * @param cancellation says when to stop
 * @param steps times what is done
 * @param leavings takes what stays on a host where nothing should
 */
public record RestoreContext(
    WorkIdentity work,
    RepositoryReader reader,
    ProgressBoard board,
    Notes notes,
    Cancellation cancellation,
    Steps steps,
    Leavings leavings) {
  private static final int DIGITS = 16;

  /** Takes what stays somewhere. */
  @FunctionalInterface
  public interface Leavings {
    /**
     * Tells of it, whatever becomes of the target.
     *
     * @param sentence which it is, where, and the command that takes it away
     */
    void add(String target, String sentence);
  }

  /**
   * A name for what is not complete yet: the same in each attempt of this restore, so that one
   * finds what another left, and no other's.
   */
  public String temporaryName(String target) {
    byte[] fact = (work.uid() + "\n" + target).getBytes(StandardCharsets.UTF_8);
    return "salvaguarda_" + FileId.ofContent(fact, 0, fact.length).toString().substring(0, DIGITS);
  }

  /** Ends the work where that was asked for. */
  public void requireNotCancelled() {
    if (cancellation.isRequested()) {
      throw new RepositoryException(Reason.CANCELLED, "The restore was cancelled.");
    }
  }
}
