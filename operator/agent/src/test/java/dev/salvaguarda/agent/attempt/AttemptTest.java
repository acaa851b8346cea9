package dev.salvaguarda.agent.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.wire.LineWriter;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.write.SessionOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an attempt says when it ends in an exception. */
class AttemptTest {
  private static final String SECRET = "hunter2";

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final Cancellation cancellation = new Cancellation();

  @Test
  void anUnexpectedEndIsOneLineWithItsFramesAndOneForPeople() {
    CopyResult result =
        result(_ -> {
          throw new IllegalStateException(SECRET, new ArithmeticException(SECRET));
        });

    assertThat(failure(result).reason()).isEqualTo(FailureReason.INTERNAL);
    assertThat(failure(result).message())
        .startsWith(
            "An unexpected ArithmeticException at dev.salvaguarda.agent.attempt.AttemptTest");
    assertThat(lines()).hasSize(2);
    assertThat(lines().getFirst())
        .contains(
            "\"level\":\"ERROR\"",
            "\"reason\":\"INTERNAL\"",
            "java.lang.IllegalStateException at dev.salvaguarda.agent.attempt.AttemptTest",
            "caused by java.lang.ArithmeticException at ",
            "Attempt.run(Attempt.java:");
    assertThat(lines().getLast()).contains(failure(result).message());
    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain(SECRET);
  }

  @Test
  void aKnownEndKeepsItsSentenceAndShowsTheFramesOfItsCause() {
    CopyResult result =
        result(_ -> {
          throw SourceException.ofSource(
              FailureReason.SOURCE_UNREACHABLE, "It is away.", new IOException(SECRET));
        });

    assertThat(failure(result).message()).isEqualTo("It is away.");
    assertThat(lines().getFirst())
        .contains("\"reason\":\"SOURCE_UNREACHABLE\"", "caused by java.io.IOException at ");
    assertThat(lines().getLast()).contains("It is away.");
    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain(SECRET);
  }

  @Test
  void aKnownEndWithoutACauseIsOneLine() {
    CopyResult result =
        result(_ -> {
          throw new RepositoryException(Reason.LOCKED, "It is locked.");
        });

    assertThat(failure(result).reason()).isEqualTo(FailureReason.REPOSITORY_LOCKED);
    assertThat(lines()).hasSize(1);
  }

  @Test
  void whateverAStopBreaksIsAStop() {
    CopyResult result =
        result(_ -> {
          cancellation.request();
          throw new IllegalStateException(SECRET);
        });

    assertThat(result.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(lines()).hasSize(1);
  }

  private CopyResult result(SourceOpener sources) {
    Attempt attempt =
        new Attempt(
            new WorkIdentity("BackupRun", "finance", "share-1", "uid", 1),
            task(),
            sources,
            (_, _) -> {
              throw new AssertionError("the source comes first");
            },
            SessionOptions.standard(Path.of("scratch"), 1),
            new Work.Surroundings(
                new ProgressBoard(),
                new LineWriter(new PrintStream(log), Clock.systemUTC()),
                cancellation,
                Clock.systemUTC()));
    attempt.run();
    return attempt.result(0);
  }

  private static CopyTask task() {
    return new CopyTask(
        "share",
        new SourceOrder("nas", null, null, FilesOrder.everything("/source", "/share")),
        List.of(),
        Map.of(),
        List.of(),
        new RepositoryAccess(
            "offsite", "https://s3.example.org", "", "bucket", "", true, null, "a", "s", null, "p"),
        null,
        false,
        Set.of(),
        false,
        Guards.none(),
        0);
  }

  private static Failure failure(CopyResult result) {
    return Objects.requireNonNull(result.failure());
  }

  private List<String> lines() {
    return log.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
