package dev.salvaguarda.agent.tar;

import java.io.IOException;
import java.io.InputStream;

/** Takes the members of an archive in its order. */
@FunctionalInterface
public interface MemberSink {
  /**
   * Takes a member.
   *
   * @param content of a file, as long as the member says, zeros where it has holes; empty where the
   *     archive's content is elsewhere; not to be used afterwards
   */
  void take(TarMember member, InputStream content) throws IOException;
}
