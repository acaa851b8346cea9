package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.source.SourceException;
import java.util.List;

/** What differs between the database products. */
public interface DumpDialect {
  /**
   * Asks the server, checks that the dump program can read it, and names the targets.
   *
   * @throws SourceException for the whole source
   */
  List<String> discover() throws SourceException, InterruptedException;

  /**
   * How the target is dumped; asked after {@link #discover()}.
   *
   * @throws SourceException if it can't be dumped, which is known before trying
   */
  DumpPlan plan(String target) throws SourceException;

  /** The class of failure that a dump program's messages speak of. */
  DumpFault fault(DumpPlan plan, List<String> errorLines);
}
