package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.SourceException;
import java.util.List;

/** What differs between the database products. */
public interface DumpDialect {
  /**
   * Asks the server, checks that the dump program can read it, and names the targets.
   *
   * @param notes takes what is left out although nobody asked for that
   * @throws SourceException for the whole source
   */
  List<String> discover(Notes notes) throws SourceException, InterruptedException;

  /**
   * How the target is dumped; asked after {@link #discover}.
   *
   * @param repositoryId of the repository into which it is dumped; known to nobody at the source
   * @throws SourceException if it can't be dumped, which is known before trying
   */
  DumpPlan plan(String target, String repositoryId) throws SourceException;

  /**
   * The class of failure that a dump program's message speaks of.
   *
   * @param error what the program called an error, with its details, in one line; all that it said
   *     if it called nothing so
   */
  DumpFault fault(DumpPlan plan, String error);
}
