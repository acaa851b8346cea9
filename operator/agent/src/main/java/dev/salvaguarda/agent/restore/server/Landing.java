package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.restore.stored.DumpHeader;
import dev.salvaguarda.agent.restore.stored.Proof;
import dev.salvaguarda.agent.restore.stored.Stored;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.util.List;
import java.util.Optional;

/** Where databases are loaded, and what becomes of them. */
public interface Landing extends AutoCloseable {
  /**
   * Looks at all that is to be loaded before anything is.
   *
   * @throws SourceException for all targets, if there is no room for them
   */
  void prepare(List<Stored> all) throws SourceException;

  /** The server for a dump, which may have to be started. */
  DatabaseServer server(DumpHeader header, String target)
      throws SourceException, InterruptedException;

  /** The name under which a dump is loaded: its own where nothing else can be meant by it. */
  String workingName(Stored.Dump dump, String temporary);

  /**
   * Looks whether the database may take its place in the end.
   *
   * @throws SourceException if it may not
   */
  void requireRoom(DatabaseServer server, String temporary, Stored.Dump dump)
      throws SourceException;

  /**
   * What an attempt of this restore had proven of the database that it gave its place before it
   * vanished; empty if none did.
   */
  Optional<Proof> landedBefore(DatabaseServer server, String temporary, Stored.Dump dump)
      throws SourceException;

  /**
   * Gives the loaded and proven database its place.
   *
   * @return what holds it now; empty if nothing does
   */
  Optional<String> land(DatabaseServer server, String temporary, Stored.Dump dump, Proof proof)
      throws SourceException;

  /** Removes by what another attempt would know what is done: the result was told. */
  void settle() throws SourceException;

  /** Whether what is loaded stays. */
  boolean keeps();

  /** Makes roles that a dump needs and the server lacks; false if that is not ours to do. */
  boolean makeRoles(DatabaseServer server, List<String> creations) throws SourceException;

  /** What a failure of the server means here. */
  FailureReason meaning(FailureReason ofServer);

  /** Ends what was started. */
  @Override
  void close();
}
