package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.restore.stored.DumpHeader;
import dev.salvaguarda.agent.restore.stored.Proof;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A server that takes dumps of one product. Its failures are of one target. */
public interface DatabaseServer {
  /** What follows a temporary name in that of the database that is replaced. */
  String REPLACED = "_old";

  /**
   * Looks whether the server may take the dump.
   *
   * @throws SourceException if it is of another product, or the server is older than the dump's
   */
  void requireTakes(DumpHeader header, String target) throws SourceException;

  /**
   * Looks whether databases can have these names, all of them beside each other.
   *
   * @throws SourceException for all targets, if the server would hold two for the same, or cut one
   */
  void requireNames(List<String> names) throws SourceException;

  /**
   * What stands under a name.
   *
   * @param from name under which this restore loads the database
   * @param to the name that the database is to get
   */
  Standing standing(String from, String to) throws SourceException;

  /** The program that makes a database of this name, to be fed with the statements for that. */
  Program creator(String database);

  /**
   * Statements for {@link #creator}.
   *
   * @param stored those that were stored beside the dump; empty if none were
   */
  String creation(Optional<String> stored, String database);

  /** The program that is fed with a dump of a database, which exists. */
  Program loader(String database);

  /** The dump as it loads into a database of another name. */
  InputStream relocated(InputStream dump, String from, String to);

  /**
   * A dump of roles or accounts as it loads without changing one that exists: whoever loads it must
   * not lock somebody out of a server that works.
   */
  InputStream sparing(InputStream roles) throws SourceException, IOException;

  /** The program that is fed with a dump of roles or accounts. */
  Program rolesLoader();

  /**
   * Looks whether another database can take the place of this one so that no failure costs both.
   *
   * @throws SourceException if it can't
   */
  void requireReplaceable(String database) throws SourceException;

  /**
   * Clears what an attempt that vanished was giving the name, and puts back what it was replacing:
   * what {@link #standing} tells as {@link Standing.CutShort}.
   */
  void withdraw(String from, String to) throws SourceException;

  /**
   * Gives a database its final name and, in the same moment, the {@link LandedMark} of this
   * restore.
   *
   * @param replace whether a database of that name is dropped, once the other has taken its place
   * @param proof what is proven of it
   */
  void publish(String from, String to, boolean replace, Proof proof) throws SourceException;

  /** Drops what a {@link #publish} has replaced, where an attempt vanished before it could. */
  void dropReplaced(String from, String to) throws SourceException;

  /** Gives a database the comment that it was stored with, without the mark. */
  void settle(String from, String to) throws SourceException;

  /** Drops a database; none of that name is fine. */
  void drop(String database) throws SourceException;

  /** Runs statements in the server's own database. */
  void run(List<String> statements) throws SourceException;

  /** The answer to a check. */
  Optional<String> answer(String database, String query) throws SourceException;

  /** What an error of the client program means. */
  FailureReason meaning(String error);
}
