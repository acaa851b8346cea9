package dev.salvaguarda.controller.status;

import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.text.Sentence;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a look at an object ended with an exception, in words for people. They are our own: of what
 * the API server answered they hold the code and the names of verb, resource and namespace alone.
 *
 * @param reason what a condition gives as its reason
 * @param sentence with a full stop
 * @param cause what kind of trouble this is
 */
public record FailedLook(ConditionReason reason, String sentence, Cause cause) {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int MAX_NAME = 100;

  /** Retries after which trouble is shown that often passes by itself; the first take seconds. */
  private static final int NOT_AT_ONCE = 2;

  /** The same for what mostly is no trouble at all. */
  private static final int GOES_ON = 5;

  /** How the API server words a missing right; the same since RBAC exists. */
  private static final Pattern LACKS_RIGHT =
      Pattern.compile(
          "cannot (\\w+) resource \"([\\w./-]+)\" in API group \"([\\w.-]*)\""
              + "(?: in the namespace \"([a-z0-9-]+)\")?");

  /** What kind of trouble a look met. */
  public enum Cause {
    /**
     * The object or its namespace is going, or somebody else wrote first: no trouble, unless it
     * goes on and on.
     */
    PASSING,
    /** The API server is away, busy or broken; it concerns every object. */
    SERVER,
    /** The API server said no: a right is missing, or a rule of the cluster forbids a write. */
    REFUSED,
    /** An error of ours. */
    DEFECT
  }

  /** Whether it is worth a person's look after so many retries. */
  public boolean isShown(int retries) {
    return switch (cause) {
      case PASSING -> retries >= GOES_ON;
      case SERVER, DEFECT -> retries >= NOT_AT_ONCE;
      case REFUSED -> true;
    };
  }

  /** Whether it is the operator's own trouble, and none of the object that was looked at. */
  public boolean isOfTheOperator() {
    return cause == Cause.SERVER || reason == ConditionReason.MISSING_PERMISSION;
  }

  /** The look that ended with this exception. */
  public static FailedLook of(Throwable error) {
    Optional<KubernetesClientException> answer = answer(error);
    return answer.isPresent() ? answered(answer.get()) : defect();
  }

  private static Optional<KubernetesClientException> answer(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof KubernetesClientException answer) {
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }

  private static FailedLook answered(KubernetesClientException answer) {
    int code = answer.getCode();
    if (code == HttpURLConnection.HTTP_FORBIDDEN) {
      return refused(answer);
    }
    if (code == HttpURLConnection.HTTP_CONFLICT || code == HttpURLConnection.HTTP_NOT_FOUND) {
      return failed(
          Cause.PASSING,
          "What the operator looked for or wanted to write (%s) was changed or deleted meanwhile."
              .formatted(resource(answer.getFullResourceName())));
    }
    if (code <= 0) {
      return failed(Cause.SERVER, "The API server did not answer.");
    }
    if (code >= HttpURLConnection.HTTP_INTERNAL_ERROR
        || code == TOO_MANY_REQUESTS
        || code == HttpURLConnection.HTTP_UNAUTHORIZED) {
      return failed(Cause.SERVER, "The API server answered with code %d.".formatted(code));
    }
    return failed(
        Cause.REFUSED,
        "The API server refused a request about %s with code %d."
            .formatted(resource(answer.getFullResourceName()), code));
  }

  private static FailedLook refused(KubernetesClientException answer) {
    if (isOfEndingNamespace(answer.getStatus())) {
      return failed(Cause.PASSING, "The namespace is being deleted.");
    }
    String words = answer.getStatus() == null ? null : answer.getStatus().getMessage();
    Matcher lacking =
        LACKS_RIGHT.matcher(words == null ? String.valueOf(answer.getMessage()) : words);
    if (!lacking.find()) {
      return failed(
          Cause.REFUSED,
          "A rule of the cluster, such as a quota or an admission policy, forbids to write %s."
              .formatted(resource(answer.getFullResourceName())));
    }
    String group = lacking.group(3).isEmpty() ? "" : "." + lacking.group(3);
    String where =
        lacking.group(4) == null
            ? "in the whole cluster"
            : "in namespace \"%s\"".formatted(lacking.group(4));
    return new FailedLook(
        ConditionReason.MISSING_PERMISSION,
        "The operator's service account lacks the right to %s %s%s %s."
            .formatted(lacking.group(1), Sentence.cut(lacking.group(2), MAX_NAME), group, where),
        Cause.REFUSED);
  }

  /** Whether something could not be made because its namespace is being deleted. */
  public static boolean isOfEndingNamespace(KubernetesClientException error) {
    return isOfEndingNamespace(error.getStatus());
  }

  private static boolean isOfEndingNamespace(Status status) {
    return status != null
        && status.getDetails() != null
        && status.getDetails().getCauses().stream()
            .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
  }

  private static String resource(String name) {
    return name == null || name.isBlank() ? "an object" : Sentence.cut(name, MAX_NAME);
  }

  private static FailedLook defect() {
    return failed(
        Cause.DEFECT,
        "The look at this object ended with an error that was not expected; the operator's log has"
            + " it.");
  }

  private static FailedLook failed(Cause cause, String sentence) {
    return new FailedLook(ConditionReason.RECONCILE_ERROR, sentence, cause);
  }
}
