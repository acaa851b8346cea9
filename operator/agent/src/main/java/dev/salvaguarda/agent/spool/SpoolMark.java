package dev.salvaguarda.agent.spool;

import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.repository.model.BlobId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * What the notes of archives say that one worker has made: whose they are, so that a later worker
 * of the same policy knows what an earlier one left behind, and nothing else.
 *
 * @param policy stands for a policy and where it stores its copies
 * @param worker stands for one worker
 */
public record SpoolMark(String policy, String worker) {
  private static final String WORD = "salvaguarda ";
  private static final int LENGTH = 16;

  /**
   * That of a new worker, whose runs of this task never overlap.
   *
   * @param namespace of the policy
   */
  public static SpoolMark of(String namespace, CopyTask task) {
    List<String> parts =
        List.of(
            task.repository().endpoint(),
            task.repository().bucket(),
            task.repository().prefix(),
            task.source().host(),
            namespace,
            task.policy());
    byte[] text = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
    byte[] worker = new byte[LENGTH / 2];
    new SecureRandom().nextBytes(worker);
    String digest = BlobId.ofContent(text, 0, text.length).toString();
    return new SpoolMark(digest.substring(0, LENGTH), HexFormat.of().formatHex(worker));
  }

  /** The notes of an archive, as a template that holds no placeholders. */
  String notes() {
    return WORD + policy + " " + worker;
  }

  /** Whether this worker made it. */
  boolean isOwn(String notes) {
    return notes.strip().equals(notes());
  }

  /** Whether an earlier worker of the policy made it. */
  boolean isLeftOver(String notes) {
    return notes.startsWith(WORD + policy + " ") && !isOwn(notes);
  }
}
