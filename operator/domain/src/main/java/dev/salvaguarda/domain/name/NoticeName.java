package dev.salvaguarda.domain.name;

import java.util.Locale;

/**
 * The name of a notice, which follows from what it tells: whoever tells the same again finds it
 * made. It begins with what people look for, and ends in a hash of the whole.
 */
public final class NoticeName {
  /** What Kubernetes allows a label's value, so that a name can be one. */
  public static final int MAX_LENGTH = 63;

  private NoticeName() {}

  /**
   * Such as {@code folha-daily-202611272200-backupfailed-4f31c2aa}.
   *
   * @param subject name of the object that is spoken of
   * @param identity what makes it the only one: the object's UID, message, revision, channel
   */
  public static String of(String subject, String message, String identity) {
    String end = "-" + message.toLowerCase(Locale.ROOT);
    int room = MAX_LENGTH - end.length() - 9;
    String head = ShortName.of(subject, room).replace('.', '-');
    return ShortName.withHash(head + end, identity, MAX_LENGTH);
  }
}
