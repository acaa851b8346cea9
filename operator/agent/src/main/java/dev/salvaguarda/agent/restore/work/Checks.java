package dev.salvaguarda.agent.restore.work;

import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.check.CheckRule;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.workorder.CheckOrder;
import dev.salvaguarda.domain.workorder.RestoreResult.CheckResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The checks of a restore; each is asked once, when its target is there. */
public final class Checks {
  private static final int LONGEST_ANSWER = 200;

  private final List<CheckOrder> orders;
  private final Map<String, CheckResult> results = new LinkedHashMap<>();

  public Checks(List<CheckOrder> orders) {
    this.orders = List.copyOf(orders);
  }

  /** Answers a query. */
  public interface Database {
    /** One value; empty if there is none. */
    Optional<String> answer(String query) throws SourceException;
  }

  /** Runs programs in a guest. */
  public interface Guest {
    /**
     * What came of it.
     *
     * @throws SourceException if it could not be asked, so that the target is to be tried again
     */
    Answer run(CheckOrder.Command command) throws SourceException, InterruptedException;
  }

  /**
   * What came of a check.
   *
   * @param observed the answer; null if there is none that may be told
   * @param message a sentence for a person
   */
  public record Answer(boolean passed, @Nullable String observed, String message) {}

  /**
   * Runs the commands that are meant for this target.
   *
   * @throws SourceException if one could not be asked
   */
  public void run(String target, Guest guest) throws SourceException, InterruptedException {
    for (CheckOrder order : orders) {
      CheckOrder.Command command = order.command();
      if (command != null && command.target().equals(target)) {
        Answer answer = guest.run(command);
        note(new CheckResult(order.name(), answer.passed(), answer.observed(), answer.message()));
      }
    }
  }

  /** Asks the queries that are meant for this target. */
  public void ask(String target, Database database) {
    for (CheckOrder order : orders) {
      CheckOrder.Sql sql = order.sql();
      if (sql != null && sql.target().equals(target)) {
        note(ask(order.name(), sql, database));
      }
    }
  }

  private static CheckResult ask(String name, CheckOrder.Sql sql, Database database) {
    Optional<String> observed;
    try {
      observed = database.answer(sql.query());
    } catch (SourceException e) {
      return new CheckResult(name, false, null, e.failure().message());
    }
    CheckRule.Verdict verdict = CheckRule.judge(sql.expect(), observed);
    return new CheckResult(
        name, verdict.passed(), observed.map(Checks::shortened).orElse(null), verdict.message());
  }

  /** Paths whose digest is asked for in this target's tree, relative to its root. */
  public List<CheckOrder.FileDigest> digests(String target) {
    List<CheckOrder.FileDigest> wanted = new ArrayList<>();
    for (CheckOrder order : orders) {
      if (order.fileDigest() != null && order.fileDigest().target().equals(target)) {
        wanted.add(order.fileDigest());
      }
    }
    return wanted;
  }

  /** Tells the digest of a file of this target. */
  public void digest(String target, String path, String sha256) {
    for (CheckOrder order : orders) {
      CheckOrder.FileDigest asked = order.fileDigest();
      if (asked != null && asked.target().equals(target) && asked.path().equals(path)) {
        boolean same = asked.sha256().equalsIgnoreCase(sha256);
        note(
            new CheckResult(
                order.name(),
                same,
                sha256,
                same
                    ? "%s has the SHA-256 that was expected.".formatted(path)
                    : "%s has another SHA-256 than expected.".formatted(path)));
      }
    }
  }

  private synchronized void note(CheckResult result) {
    results.put(result.name(), result);
  }

  /** What is known of all checks, in their order; what was not asked did not pass. */
  public synchronized List<CheckResult> results() {
    return orders.stream()
        .map(order -> results.getOrDefault(order.name(), unasked(order.name())))
        .toList();
  }

  private static CheckResult unasked(String name) {
    return new CheckResult(
        name, false, null, "It was not asked, since what it asks about did not come back.");
  }

  private static String shortened(String answer) {
    return Sentence.oneLine(answer, LONGEST_ANSWER);
  }
}
