package dev.salvaguarda.repository.adapter.minio;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Tries a request again, later each time, and lets only so many run at once. */
final class Attempts {
  /** One try; waits for its own end. */
  @FunctionalInterface
  interface Request<T> {
    T send() throws Exception;
  }

  private final S3Tuning tuning;
  private final S3Failures failures;
  private final RandomGenerator random;
  private final Semaphore slots;

  Attempts(S3Tuning tuning, S3Failures failures, RandomGenerator random) {
    this.tuning = tuning;
    this.failures = failures;
    this.random = random;
    this.slots = new Semaphore(tuning.connections(), true);
  }

  /**
   * Sends until an answer is there or no further try can help.
   *
   * @param action what is being done, as in "while …"
   */
  <T> T run(String action, Request<T> request) {
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      S3Failures.Judgement judgement;
      try {
        return sendInSlot(request);
      } catch (InterruptedException e) {
        throw cancelled(action, e);
      } catch (Exception e) {
        if (Thread.currentThread().isInterrupted()) {
          throw cancelled(action, e);
        }
        judgement = failures.judge(action, e);
      }
      Duration pause = pauseAfter(attempt);
      Duration spent = Duration.ofNanos(System.nanoTime() - start).plus(pause);
      if (!judgement.passes()
          || attempt >= tuning.attempts()
          || spent.compareTo(tuning.giveUp()) > 0) {
        throw judgement.failure();
      }
      sleep(action, pause);
    }
  }

  private <T> T sendInSlot(Request<T> request) throws Exception {
    slots.acquire();
    try {
      return request.send();
    } finally {
      slots.release();
    }
  }

  /** Between half and all of the doubled pause, so that many clients don't come back together. */
  private Duration pauseAfter(int attempt) {
    long longest = tuning.longestPause().toMillis();
    long doubled = tuning.firstPause().toMillis() << Math.min(attempt - 1, 20);
    long bound = Math.max(1, Math.min(longest, doubled));
    return Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1));
  }

  private static void sleep(String action, Duration pause) {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      throw cancelled(action, e);
    }
  }

  private static RepositoryException cancelled(String action, Exception cause) {
    Thread.currentThread().interrupt();
    return new RepositoryException(
        Reason.CANCELLED, "The work was told to stop while %s.".formatted(action), cause);
  }
}
