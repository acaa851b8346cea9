package dev.salvaguarda.controller.archive;

import dev.salvaguarda.api.ref.SecretKeyRef;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.EncryptionSpec;
import dev.salvaguarda.api.repository.RepositoryKey;
import dev.salvaguarda.api.repository.S3Spec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Secrets and the ConfigMap that a BackupRepository names, each by its name: that needs
 * no right to list or watch them.
 */
public final class ArchiveLoginGatherer {
  private final KubernetesClient client;

  public ArchiveLoginGatherer(KubernetesClient client) {
    this.client = client;
  }

  /** What opens the repository, or what is missing for that. */
  public ArchiveLoginResult gather(BackupRepository repository) {
    Reading reading = new Reading(repository.getMetadata().getNamespace());
    try {
      S3Spec s3 = repository.getSpec().s3();
      String credentials = s3.credentialsRef().name();
      ArchiveLogin login =
          new ArchiveLogin(
              repository.getMetadata().getName(),
              reading.place(s3),
              reading.required(credentials, S3Spec.ACCESS_KEY),
              reading.required(credentials, S3Spec.SECRET_KEY),
              reading.sessionToken(credentials),
              reading.password(repository.getSpec().encryption().passwordRef()));
      List<WantedKey> recovery =
          repository.getSpec().encryption().recoveryPasswordRefs().stream()
              .map(reading::wanted)
              .distinct()
              .toList();
      List<WantedKey> former =
          former(repository).map(reading::wanted).filter(key -> key.password() != null).toList();
      return new ArchiveLoginResult.Found(login, recovery, former, reading.version(repository));
    } catch (MissingReferenceException missing) {
      return new ArchiveLoginResult.Missing(missing.reason(), missing.sentence());
    }
  }

  /** References whose keys are known, and that the spec does not name any more. */
  private static Stream<SecretKeyRef> former(BackupRepository repository) {
    Set<String> named = refNames(repository.getSpec().encryption());
    return repository.getStatus() == null
        ? Stream.empty()
        : repository.getStatus().keys().stream()
            .map(RepositoryKey::ref)
            .filter(ref -> !named.contains(ref) && ref.indexOf('/') > 0)
            .distinct()
            .map(ref ->
                new SecretKeyRef(
                    ref.substring(0, ref.indexOf('/')), ref.substring(ref.indexOf('/') + 1)));
  }

  /** All references to passwords, as they stand in status and Events. */
  public static Set<String> refNames(EncryptionSpec spec) {
    return Stream.concat(Stream.of(spec.passwordRef()), spec.recoveryPasswordRefs().stream())
        .map(ArchiveLoginGatherer::refName)
        .collect(Collectors.toSet());
  }

  /** The reference as it stands in status and Events. */
  public static String refName(SecretKeyRef ref) {
    return ref.name() + "/" + keyOf(ref);
  }

  private static String keyOf(SecretKeyRef ref) {
    return Objects.requireNonNullElse(ref.key(), SecretKeyRef.DEFAULT_KEY);
  }

  /** One look at what one repository names. */
  private final class Reading {
    private final NamedSecretsGatherer secrets;

    Reading(String namespace) {
      this.secrets = new NamedSecretsGatherer(client, namespace);
    }

    ArchivePlace place(S3Spec s3) {
      return new ArchivePlace(
          s3.endpoint(),
          Objects.requireNonNullElse(s3.region(), ""),
          s3.bucket(),
          Objects.requireNonNullElse(s3.prefix(), ""),
          !Boolean.FALSE.equals(s3.pathStyle()),
          s3.caBundleRef() == null ? null : secrets.caBundle(s3.caBundleRef()));
    }

    SensitiveText required(String secret, String key) {
      return secrets.oneLine(secret, key);
    }

    /** Null if the credentials have none. */
    @Nullable SensitiveText sessionToken(String secret) {
      return secrets.optionalLine(secret, S3Spec.SESSION_TOKEN);
    }

    SensitiveText password(SecretKeyRef ref) {
      return secrets.text(ref.name(), keyOf(ref));
    }

    /** A recovery password that can't be read must not keep backups from running. */
    WantedKey wanted(SecretKeyRef ref) {
      try {
        return WantedKey.of(refName(ref), password(ref));
      } catch (MissingReferenceException missing) {
        return WantedKey.unusable(refName(ref), missing.sentence());
      }
    }

    String version(BackupRepository repository) {
      return repository.getMetadata().getGeneration() + secrets.versions();
    }
  }
}
