package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import java.util.List;
import java.util.Optional;

/**
 * How one target is dumped.
 *
 * @param content what the dump is made of
 * @param target its name, which gives the names of its files
 * @param consistency of a whole dump
 * @param creation statements that make the database before the dump is loaded; empty if there is
 *     none to make
 * @param caveats what a person should know about the copy
 */
public record DumpPlan(
    Content content,
    String target,
    Consistency consistency,
    Optional<String> creation,
    Caveats caveats) {

  /** Where the bytes of a dump come from. */
  public sealed interface Content {
    /**
     * From a program.
     *
     * @param program writes the dump on standard output
     * @param trailer the line that ends a whole dump
     */
    record Output(Program program, DumpTrailer trailer) implements Content {}

    /** From us: what the server told, as statements. */
    record Text(String sql) implements Content {}
  }

  /** Name of the dump in the snapshot's root. */
  String fileName() {
    return escaped(target) + ".sql";
  }

  /** Name of the file beside it with the statements of {@link #creation()}. */
  String creationFileName() {
    return escaped(target) + ".create.sql";
  }

  /** Whether the dump holds data, so that its size says something. */
  boolean isGuarded() {
    return switch (content) {
      case Content.Output output -> output.trailer() != DumpTrailer.POSTGRESQL_CLUSTER;
      case Content.Text _ -> false;
    };
  }

  /** Names of databases may hold a slash, names of files may not. */
  private static String escaped(String target) {
    return target.replace("%", "%25").replace("/", "%2F");
  }

  /**
   * What a person should know about a copy.
   *
   * @param remarks what does not make it worse than it can be
   * @param shortfalls what it lacks, the worst first; with any, the target is Degraded
   * @param suspicion what a failure of the dump most likely means if its messages don't tell, which
   *     may be of any language
   */
  public record Caveats(
      List<Failure> remarks, List<Failure> shortfalls, Optional<Failure> suspicion) {
    static final Caveats NONE = new Caveats(List.of(), List.of(), Optional.empty());

    public Caveats {
      remarks = List.copyOf(remarks);
      shortfalls = List.copyOf(shortfalls);
    }
  }
}
