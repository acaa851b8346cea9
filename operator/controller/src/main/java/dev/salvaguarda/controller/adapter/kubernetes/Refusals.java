package dev.salvaguarda.controller.adapter.kubernetes;

import dev.salvaguarda.controller.status.FailedLook;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/**
 * Requests that were refused though the work goes on without them. Each reason is told once as a
 * warning, so that a missing right is seen, and again after it has passed.
 */
final class Refusals {
  private final Logger log;
  private final String what;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * @param what was not done, for the log
   */
  Refusals(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  /** Whether this was news; the log has it then. */
  boolean refused(KubernetesClientException answer, String about) {
    FailedLook look = FailedLook.of(answer);
    boolean news = look.cause() != FailedLook.Cause.PASSING && told.add(look.sentence());
    if (news) {
      log.atWarn()
          .addKeyValue("why", look.sentence())
          .addKeyValue("code", answer.getCode())
          .addKeyValue("about", about)
          .log(what);
    }
    return news;
  }

  /** A request went through. */
  void passed() {
    told.clear();
  }
}
