package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.restore.work.Checks;
import dev.salvaguarda.agent.restore.work.Checks.Answer;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.RetryMeaning;
import dev.salvaguarda.domain.workorder.CheckOrder.Command;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Runs the programs of checks in a guest that was started, each again until it ends as wanted,
 * since what a guest does comes up after its agent. Nothing that a program writes is told, unless
 * it is known to hold no secret.
 */
record CommandsInGuest(
    GuardedHost on, GuestKind kind, int vmid, SandboxMark mark, RestoreContext context, Clock clock)
    implements Checks.Guest {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** Seconds that the guard takes. */
  private static final long LONGEST = 99_999;

  private static final Pattern STATUS_OF_HTTP = Pattern.compile("[0-9]{3}");

  @Override
  public Answer run(Command command) throws SourceException, InterruptedException {
    Instant deadline = clock.instant().plusSeconds(command.patienceSeconds());
    while (true) {
      context.requireNotCancelled();
      long left = Math.clamp(Duration.between(clock.instant(), deadline).toSeconds(), 1, LONGEST);
      try {
        ProgramInGuest ended =
            ProgramInGuest.of(kind, on.exec(vmid, mark, command.argv(), left), left);
        Answer answer = judge(command, ended);
        if (answer.passed() || !ended.mayChange() || isLast(deadline)) {
          return answer;
        }
      } catch (SourceException e) {
        if (e.getCause() instanceof GuardedHost.RefusedException) {
          return new Answer(false, null, e.failure().message());
        }
        // The guest was not asked, so nothing is known of it.
        if (e.failure().reason().retry() != RetryMeaning.BACK_OFF || isLast(deadline)) {
          throw e;
        }
      }
      Thread.sleep(PAUSE);
    }
  }

  private boolean isLast(Instant deadline) {
    return !clock.instant().plus(PAUSE).isBefore(deadline);
  }

  static Answer judge(Command command, ProgramInGuest ended) {
    String program = command.argv().getFirst();
    return switch (ended) {
      case ProgramInGuest.NotRun(String why, boolean _) -> new Answer(false, null, why);
      case ProgramInGuest.NotEnded(long seconds) ->
          new Answer(false, null, "%s did not end within %d s.".formatted(program, seconds));
      case ProgramInGuest.Exited(int code, String line) when code == command.exitCode() ->
          Optional.ofNullable(command.output())
              .map(wanted -> judge(command, wanted, line))
              .orElseGet(() ->
                  exited(true, code, "%s ended with %d, as expected.".formatted(program, code)));
      case ProgramInGuest.Exited(int code, String _) ->
          exited(
              false,
              code,
              "%s ended with %d, and %d was expected."
                  .formatted(program, code, command.exitCode()));
    };
  }

  private static Answer exited(boolean passed, int code, String message) {
    return new Answer(passed, Integer.toString(code), message);
  }

  private static Answer judge(Command command, String wanted, String line) {
    boolean same = wanted.equals(line);
    if (!command.tellsOutput()) {
      return exited(
          same,
          command.exitCode(),
          same ? "Its output is as expected." : "Its output is not what was expected.");
    }
    if (!STATUS_OF_HTTP.matcher(line).matches()) {
      return exited(
          false,
          command.exitCode(),
          "It wrote no status of HTTP, and %s was expected.".formatted(wanted));
    }
    return new Answer(
        same,
        line,
        same
            ? "It is %s, as expected.".formatted(line)
            : "It is %s, and %s was expected.".formatted(line, wanted));
  }
}
