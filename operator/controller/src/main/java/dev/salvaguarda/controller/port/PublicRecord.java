package dev.salvaguarda.controller.port;

import dev.salvaguarda.domain.site.Told;
import java.util.List;

/** What stands written down as told to everybody. */
public interface PublicRecord {

  /**
   * What a channel has told to everybody or is telling now, in no order. Every claim that was
   * written before the call is seen.
   *
   * @throws RuntimeException when that can't be read now
   */
  List<Told> of(String namespace, String channel);
}
