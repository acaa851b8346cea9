package dev.salvaguarda.domain.notice;

import dev.salvaguarda.domain.name.ShortName;
import java.util.Locale;

/**
 * What stands for a receiver in a notice's status, so that nobody who has a message gets it twice
 * and no address is written down: the beginning of a hash of the address together with the notice's
 * UID, different in every notice.
 */
public final class ReceiverMark {
  private static final int LENGTH = 12;

  private ReceiverMark() {}

  /** The mark of an address; upper and lower case make no difference. */
  public static String of(String noticeUid, String address) {
    return ShortName.longHash(noticeUid + '\n' + address.toLowerCase(Locale.ROOT))
        .substring(0, LENGTH);
  }
}
