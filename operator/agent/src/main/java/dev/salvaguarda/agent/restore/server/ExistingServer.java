package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.restore.stored.DumpHeader;
import dev.salvaguarda.agent.restore.stored.DumpHeader.Kind;
import dev.salvaguarda.agent.restore.stored.Proof;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server that exists and keeps what is loaded. */
final class ExistingServer implements Landing {
  private final DatabaseServer server;
  private final boolean replace;
  private final List<Place> landed = new ArrayList<>();

  /** A database that has its final name by a mark of this restore. */
  private record Place(DatabaseServer taker, String temporary, String name) {}

  /**
   * A server that was not asked anything yet.
   *
   * @param replace whether a database of the same name is dropped
   */
  ExistingServer(DatabaseServer server, boolean replace) {
    this.server = server;
    this.replace = replace;
  }

  /** How much room a server has is not told over SQL. */
  @Override
  public void prepare(List<Stored> all) throws SourceException {
    List<String> names = new ArrayList<>();
    for (Stored stored : all) {
      if (stored instanceof Stored.Dump dump && dump.kind().filter(Kind::isOfServer).isEmpty()) {
        names.add(dump.wanted().databaseName());
      }
    }
    server.requireNames(names);
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
    switch (taker.standing(temporary, name)) {
      case Standing.Free _ -> {}
      case Standing.CutShort _ -> {
        taker.withdraw(temporary, name);
        requireRoom(taker, temporary, dump);
      }
      case Standing.Kept _ ->
          throw SourceException.ofTarget(
              FailureReason.TARGET_UNSUITABLE,
              "The server itself needs the database %s, which is not replaced: restore under another name; nothing was loaded."
                  .formatted(name));
      case Standing.Taken _, Standing.Landed _ -> {
        if (!replace) {
          throw SourceException.ofTarget(
              FailureReason.TARGET_EXISTS,
              "The server has a database %s already, and overwrite is Never; nothing was loaded."
                  .formatted(name));
        }
        taker.requireReplaceable(name);
      }
    }
  }

  @Override
  public Optional<Proof> landedBefore(DatabaseServer taker, String temporary, Stored.Dump dump)
      throws SourceException {
    String name = dump.wanted().databaseName();
    if (!(taker.standing(temporary, name) instanceof Standing.Landed(LandedMark mark))) {
      return Optional.empty();
    }
    taker.dropReplaced(temporary, name);
    landed.add(new Place(taker, temporary, name));
    return Optional.of(mark.proof());
  }

  @Override
  public Optional<String> land(
      DatabaseServer taker, String temporary, Stored.Dump dump, Proof proof)
      throws SourceException {
    String name = dump.wanted().databaseName();
    requireRoom(taker, temporary, dump);
    taker.publish(temporary, name, replace, proof);
    landed.add(new Place(taker, temporary, name));
    return Optional.of(name);
  }

  @Override
  public void settle() throws SourceException {
    for (Place place : landed) {
      place.taker().settle(place.temporary(), place.name());
    }
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
