package dev.salvaguarda.repository.adapter.minio;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Location;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import java.io.IOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Turns what the client throws into a reason, a sentence, and whether to try again. */
final class S3Failures {
  /** A failure, and whether the same request may succeed a moment later. */
  record Judgement(RepositoryException failure, boolean passes) {}

  private static final Pattern STATUS = Pattern.compile("Response code: (\\d{3})");

  private static final Set<String> FULL =
      Set.of(
          "QuotaExceeded", "XMinioAdminBucketQuotaExceeded", "XMinioStorageFull", "EntityTooLarge");

  private static final Set<String> DENIED =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "InvalidTokenId",
          "InvalidToken",
          "ExpiredToken",
          "TokenRefreshRequired",
          "InvalidSecurity",
          "AccountProblem",
          "AllAccessDisabled",
          "AccessDenied");

  private static final Set<String> PASSING =
      Set.of(
          "SlowDown",
          "SlowDownRead",
          "SlowDownWrite",
          "ServiceUnavailable",
          "InternalError",
          "RequestTimeout",
          "OperationAborted",
          "ConditionalRequestConflict",
          "BadDigest",
          "IncompleteBody",
          "XAmzContentSHA256Mismatch",
          "XMinioServerNotInitialized");

  private final S3Location location;
  private final ServerClock serverClock;

  S3Failures(S3Location location, ServerClock serverClock) {
    this.location = location;
    this.serverClock = serverClock;
  }

  Judgement judge(String action, Throwable thrown) {
    Throwable cause = withoutWrappers(thrown);
    if (cause instanceof RepositoryException known) {
      return new Judgement(known, false);
    }
    if (cause instanceof ErrorResponseException refused) {
      return refused(action, refused.errorResponse().code(), refused);
    }
    if (cause instanceof ServerException server) {
      return ofStatus(action, server.statusCode(), server);
    }
    if (cause instanceof InvalidResponseException odd) {
      Matcher status = STATUS.matcher(String.valueOf(odd.getMessage()));
      return ofStatus(action, status.find() ? Integer.parseInt(status.group(1)) : 0, odd);
    }
    if (isDistrust(cause)) {
      return lasting(
          Reason.TLS_NOT_TRUSTED,
          "The certificate of %s is not trusted, or names another host."
              .formatted(location.endpoint()),
          cause);
    }
    if (cause instanceof IOException) {
      return passing(
          "%s did not answer as it should while %s (%s)."
              .formatted(location.endpoint(), action, describe(cause)),
          cause);
    }
    return lasting(
        Reason.UNEXPECTED, "An unexpected error came up while %s.".formatted(action), cause);
  }

  private Judgement refused(String action, String code, ErrorResponseException cause) {
    return switch (code) {
      case "NoSuchKey", "NoSuchObject" ->
          lasting(Reason.OBJECT_MISSING, "There is no such object (%s).".formatted(action), cause);
      case "NoSuchBucket", "InvalidBucketName" ->
          lasting(
              Reason.NO_BUCKET,
              "There is no bucket %s at %s.".formatted(location.bucket(), location.endpoint()),
              cause);
      case "BucketAlreadyExists" ->
          lasting(
              Reason.NO_BUCKET,
              "The bucket %s at %s belongs to somebody else; choose another name."
                  .formatted(location.bucket(), location.endpoint()),
              cause);
      case "RequestTimeTooSkewed", "RequestExpired" -> skewed(cause);
      default -> {
        if (FULL.contains(code)) {
          yield lasting(
              Reason.OUT_OF_SPACE,
              "The bucket %s has no room left (%s).".formatted(location.bucket(), code),
              cause);
        }
        if (DENIED.contains(code)) {
          yield denied(action, code, cause);
        }
        yield PASSING.contains(code)
            ? passing(
                "%s answered %s while %s.".formatted(location.endpoint(), code, action), cause)
            : ofStatus(action, cause.response().code(), cause);
      }
    };
  }

  private Judgement ofStatus(String action, int status, Throwable cause) {
    if (PassingStatusException.isPassing(status)) {
      return passing(
          "%s answered with status %d while %s.".formatted(location.endpoint(), status, action),
          cause);
    }
    return switch (status) {
      case 401, 403 -> denied(action, "status " + status, cause);
      case 507 ->
          lasting(
              Reason.OUT_OF_SPACE,
              "The store at %s has no room left.".formatted(location.endpoint()),
              cause);
      default ->
          lasting(
              Reason.INVALID_REQUEST,
              "%s did not accept the request while %s (%s); is it an S3 service?"
                  .formatted(location.endpoint(), action, code(cause).orElse("status " + status)),
              cause);
    };
  }

  private Judgement denied(String action, String code, Throwable cause) {
    if (serverClock.isTooFarOff()) {
      return skewed(cause);
    }
    return lasting(
        Reason.ACCESS_DENIED,
        "%s refused the credentials for bucket %s while %s (%s)."
            .formatted(location.endpoint(), location.bucket(), action, code),
        cause);
  }

  private Judgement skewed(Throwable cause) {
    return lasting(
        Reason.CLOCK_SKEW,
        "The clocks of this machine and of %s are %d minutes apart."
            .formatted(location.endpoint(), serverClock.minutesOff()),
        cause);
  }

  private static Optional<String> code(Throwable cause) {
    return cause instanceof ErrorResponseException refused
        ? Optional.ofNullable(refused.errorResponse().code())
        : Optional.empty();
  }

  private static boolean isDistrust(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof CertificateException
          || t instanceof CertPathValidatorException
          || t instanceof SSLPeerUnverifiedException) {
        return true;
      }
    }
    return false;
  }

  /** What kind of trouble it was, without the exception's own words, which may hold anything. */
  private static String describe(Throwable cause) {
    return switch (cause) {
      case PassingStatusException status -> String.valueOf(status.getMessage());
      case java.net.UnknownHostException _ -> "the host name is unknown";
      case java.net.ConnectException _ -> "no connection";
      case java.net.SocketTimeoutException _ -> "no answer in time";
      case java.io.InterruptedIOException _ -> "no answer in time";
      default -> "the connection broke";
    };
  }

  private static Throwable withoutWrappers(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null
        && (cause instanceof java.util.concurrent.ExecutionException
            || cause instanceof java.util.concurrent.CompletionException
            || cause.getClass().equals(io.minio.errors.MinioException.class))) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static Judgement passing(String sentence, Throwable cause) {
    return new Judgement(new RepositoryException(Reason.UNREACHABLE, sentence, cause), true);
  }

  private static Judgement lasting(Reason reason, String sentence, Throwable cause) {
    return new Judgement(new RepositoryException(reason, sentence, cause), false);
  }
}
