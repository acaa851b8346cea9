package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import java.util.List;

/**
 * How one target is dumped.
 *
 * @param program writes the dump on standard output
 * @param fileName of the dump in the snapshot's root
 * @param trailer the line that ends a whole dump
 * @param consistency of a whole dump
 * @param guarded whether the dump holds data, so that its size says something
 * @param remarks what a person should know about this target, whatever becomes of it
 */
public record DumpPlan(
    Program program,
    String fileName,
    DumpTrailer trailer,
    Consistency consistency,
    boolean guarded,
    List<Failure> remarks) {
  public DumpPlan {
    remarks = List.copyOf(remarks);
  }

  /** Name of a target's file: names of databases may hold a slash, names of files may not. */
  static String fileNameOf(String target) {
    return target.replace("%", "%25").replace("/", "%2F") + ".sql";
  }
}
