package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs work so that whatever ends it early becomes one failure, told in the log.
 *
 * @param surroundings of the work
 * @param cancelled what is told of work that was stopped on request
 * @param ofSource what a failure at a server means to this work
 */
public record GuardedWork(
    Work.Surroundings surroundings, Failure cancelled, UnaryOperator<Failure> ofSource) {
  /** Work that talks to no server but the repository's. */
  public GuardedWork(Work.Surroundings surroundings, Failure cancelled) {
    this(surroundings, cancelled, UnaryOperator.identity());
  }

  /**
   * What is told of work that was stopped on request, or that somebody asks about before its end.
   *
   * @param work a noun, as in "the restore"
   */
  public static Failure stopped(String work) {
    return new Failure(
        FailureReason.CANCELLED, "The %s was stopped before it was complete.".formatted(work));
  }

  /** What is done. */
  @FunctionalInterface
  public interface Body {
    /** Does it. */
    void run() throws SourceException, InterruptedException;
  }

  /** Runs work that an interrupt stops; answers why it ended early, empty if it came to its end. */
  public Optional<Failure> run(Body body) {
    Thread worker = Thread.currentThread();
    try (Cancellation.Registration _ = surroundings.cancellation().onRequest(worker::interrupt)) {
      return runUninterrupted(body);
    } finally {
      boolean _ = Thread.interrupted();
    }
  }

  /** The same for work that finds out by itself that it is to stop. */
  Optional<Failure> runUninterrupted(Body body) {
    try {
      body.run();
      return Optional.empty();
    } catch (SourceException e) {
      return ended(ofSource.apply(e.failure()), e);
    } catch (RepositoryException e) {
      return ended(RepositoryFailures.of(e), e);
    } catch (InterruptedException e) {
      return ended(cancelled, e);
    } catch (RuntimeException | Error e) {
      return ended(Unexpected.failure(e), e);
    }
  }

  /** Throws where somebody asked the work to stop. */
  public void requireNotCancelled() {
    if (surroundings.cancellation().isRequested()) {
      throw new RepositoryException(Reason.CANCELLED, cancelled.message());
    }
  }

  /** Where it came from goes to the log as well, since nobody can ask for it afterwards. */
  public void tell(@Nullable String target, Failure failure, Throwable cause) {
    Failure places = new Failure(failure.reason(), Unexpected.trace(cause));
    if (failure.reason() == FailureReason.INTERNAL) {
      surroundings.notes().error(target, places);
    } else if (cause.getCause() != null) {
      surroundings.notes().trace(target, places);
    }
    surroundings.notes().error(target, failure);
  }

  private Optional<Failure> ended(Failure failure, Throwable cause) {
    if (surroundings.cancellation().isRequested()) {
      surroundings.notes().error(null, cancelled);
      return Optional.of(cancelled);
    }
    tell(null, failure, cause);
    return Optional.of(failure);
  }
}
