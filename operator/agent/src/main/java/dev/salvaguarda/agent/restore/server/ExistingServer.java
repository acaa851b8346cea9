package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.restore.stored.DumpHeader;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.util.List;
import java.util.Optional;

/** A server that exists and keeps what is loaded. */
final class ExistingServer implements Landing {
  private final DatabaseServer server;
  private final boolean replace;

  /**
   * A server that was not asked anything yet.
   *
   * @param replace whether a database of the same name is dropped
   */
  ExistingServer(DatabaseServer server, boolean replace) {
    this.server = server;
    this.replace = replace;
  }

  @Override
  public void prepare(List<Stored> all) {
    // How much room a server has is not told over SQL.
  }

  @Override
  public DatabaseServer server(DumpHeader header, String target) throws SourceException {
    server.requireTakes(header, target);
    return server;
  }

  @Override
  public String workingName(Stored.Dump dump, String temporary) {
    return temporary;
  }

  @Override
  public void requireRoom(DatabaseServer taker, String temporary, Stored.Dump dump)
      throws SourceException {
    String name = dump.wanted().databaseName();
    if (taker.isCutShort(temporary, name)) {
      taker.drop(name);
    }
    if (!(replace && taker.replaces()) && taker.has(name)) {
      throw SourceException.ofTarget(
          FailureReason.TARGET_EXISTS,
          "The server has a database %s already, and %s; nothing was loaded."
              .formatted(
                  name,
                  replace
                      ? "a server of this kind can't put another in its place: drop it first, or"
                          + " restore under another name"
                      : "overwrite is Never"));
    }
  }

  @Override
  public Optional<String> land(DatabaseServer taker, String temporary, Stored.Dump dump)
      throws SourceException {
    String name = dump.wanted().databaseName();
    requireRoom(taker, temporary, dump);
    taker.publish(temporary, name, replace);
    return Optional.of(name);
  }

  @Override
  public boolean keeps() {
    return true;
  }

  @Override
  public boolean makeRoles(DatabaseServer taker, List<String> creations) {
    return false;
  }

  @Override
  public FailureReason meaning(FailureReason ofServer) {
    return ofServer;
  }

  @Override
  public void close() {
    // It was there before and stays.
  }
}
