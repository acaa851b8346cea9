package dev.salvaguarda.controller.delivery;

import dev.salvaguarda.domain.message.Rendered;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * One delivery of a notice.
 *
 * @param about which notice it is, and what it speaks of
 * @param addresses of those who have not got it yet, at least one; personal data
 * @param language of the text, a BCP 47 tag
 * @param eventTime when the notice was made: the date of the message, told in {@code zone}
 * @param asked how often people were asked before to tell it by hand
 */
public record Dispatch(
    About about,
    List<String> addresses,
    Rendered rendered,
    String language,
    Instant eventTime,
    ZoneId zone,
    int asked) {
  public Dispatch {
    addresses = List.copyOf(addresses);
  }

  /**
   * A notice, and what it speaks of.
   *
   * @param id the same in every attempt: from it the receiver tells a second copy
   * @param thread of what is spoken: messages of one thread belong together for a reader
   * @param namespace of the notice
   * @param name of the notice
   * @param message what kind of message it is, such as {@code BackupFailed}
   * @param subjectKind kind of the object that it speaks of
   * @param subjectName name of that object
   */
  public record About(
      String id,
      String thread,
      String namespace,
      String name,
      String message,
      String subjectKind,
      String subjectName) {

    /** The same notice under another identity: a message of its own for whoever gets it. */
    public About as(String otherId) {
      return new About(otherId, thread, namespace, name, message, subjectKind, subjectName);
    }
  }

  /** The same, to one of them alone. */
  public Dispatch to(String address) {
    return new Dispatch(about, List.of(address), rendered, language, eventTime, zone, asked);
  }

  /** See {@link About#id}. */
  public String id() {
    return about.id();
  }

  /** See {@link About#thread}. */
  public String thread() {
    return about.thread();
  }

  /** Without the addresses. */
  @Override
  public String toString() {
    return "Dispatch[" + id() + " to " + addresses.size() + "]";
  }
}
