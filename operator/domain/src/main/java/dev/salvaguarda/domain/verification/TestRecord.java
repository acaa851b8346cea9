package dev.salvaguarda.domain.verification;

import java.time.Instant;
import java.util.Comparator;

/**
 * A test that has ended. One that was cancelled says nothing and is no record.
 *
 * @param name of the Restore
 * @param endedAt when it ended
 * @param passed whether every target came back and was proven, and every check passed
 * @param signature what a person made of it
 */
public record TestRecord(String name, Instant endedAt, boolean passed, Signature signature) {
  static final Comparator<TestRecord> NEWEST_FIRST =
      Comparator.comparing(TestRecord::endedAt).thenComparing(TestRecord::name).reversed();

  /** What a person made of a test. */
  public enum Signature {
    /** Nobody has signed. */
    NONE,
    ACCEPTED,
    REJECTED
  }

  /** Whether it passed and nobody has said anything about it. */
  public boolean isUnsignedPass() {
    return passed && signature == Signature.NONE;
  }

  /** Whether it proves the opposite; a signature can't turn a test that failed. */
  public boolean isAgainst() {
    return !passed || signature == Signature.REJECTED;
  }
}
