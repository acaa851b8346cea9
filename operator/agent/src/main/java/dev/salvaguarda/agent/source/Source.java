package dev.salvaguarda.agent.source;

import java.util.List;

/** Something that can be copied, in one or more targets. */
public interface Source {
  /**
   * Names of what there is to copy, in the order of work, after includes and excludes of the
   * source; asked once, before the first copy.
   *
   * @param notes takes what is left out although nobody asked for that
   * @throws SourceException if the source can't be read, or if nothing is left
   */
  List<String> targets(Notes notes) throws SourceException, InterruptedException;

  /**
   * What a target shares with others that must not be copied beside it, such as a machine; asked
   * after {@link #targets}.
   */
  default String lane(String target) {
    return "";
  }

  /** From how many lanes targets may be copied at a time. */
  default int lanesAtATime() {
    return 1;
  }

  /**
   * Copies one target into the repository and judges the copy. Only a copy that is whole, or whose
   * gaps are all named in {@link Capture#shortfalls()}, is returned; the caller makes it a
   * snapshot.
   *
   * @throws SourceException if the target can't be copied; nothing of it becomes a snapshot
   * @throws dev.salvaguarda.repository.model.RepositoryException if the repository can't take it,
   *     or the work was cancelled
   */
  Capture capture(String target, CaptureContext context)
      throws SourceException, InterruptedException;
}
