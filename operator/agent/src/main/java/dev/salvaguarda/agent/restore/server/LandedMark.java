package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.restore.stored.Proof;
import dev.salvaguarda.domain.workorder.Rung;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the comment of a database begins with from the moment in which the database gets its final
 * name until that was told. A worker that finds it knows that its own restore made the database,
 * and how far an attempt that vanished had proven it.
 *
 * @param maker what only this restore, and only this database of it, can have written
 * @param bytes of the dump that was loaded
 * @param compared whether it had the SHA-256 that its run recorded; false if none was
 */
record LandedMark(String maker, long bytes, boolean compared) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\[Salvaguarda: restored as (\\S+), (\\d{1,18}) bytes, SHA-256 (compared|unknown)\\] ?");

  /** What is proven of a database that is given its name by this maker. */
  static LandedMark of(String maker, Proof proof) {
    return new LandedMark(maker, proof.bytes(), Boolean.TRUE.equals(proof.sha256Matches()));
  }

  /** The mark of this maker that a comment begins with; empty if it has none. */
  static Optional<LandedMark> in(String comment, String maker) {
    Matcher matcher = FORM.matcher(comment);
    return matcher.lookingAt() && matcher.group(1).equals(maker)
        ? Optional.of(
            new LandedMark(
                maker, Long.parseLong(matcher.group(2)), matcher.group(3).equals("compared")))
        : Optional.empty();
  }

  /** The comment that stands behind the mark. */
  static String without(String comment) {
    Matcher matcher = FORM.matcher(comment);
    return matcher.lookingAt() ? comment.substring(matcher.end()) : comment;
  }

  /** A comment with this mark before it. */
  String before(String comment) {
    return "[Salvaguarda: restored as %s, %d bytes, SHA-256 %s] %s"
        .formatted(maker, bytes, compared ? "compared" : "unknown", comment)
        .strip();
  }

  /** What the attempt that wrote the mark had proven. */
  Proof proof() {
    @Nullable Boolean matches = compared ? true : null;
    return new Proof(Rung.V3, bytes, matches, null);
  }
}
