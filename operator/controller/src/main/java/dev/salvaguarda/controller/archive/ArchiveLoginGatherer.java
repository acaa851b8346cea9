package dev.salvaguarda.controller.archive;

import dev.salvaguarda.api.ref.CaBundleRef;
import dev.salvaguarda.api.ref.SecretKeyRef;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.EncryptionSpec;
import dev.salvaguarda.api.repository.RepositoryKey;
import dev.salvaguarda.api.repository.S3Spec;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.text.SecretText;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Secrets and the ConfigMap that a BackupRepository names, each by its name: that needs
 * no right to list or watch them.
 */
public final class ArchiveLoginGatherer {
  /** How whatever is in PEM form begins. */
  private static final String PEM = "-----BEGIN ";

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
    } catch (Missing missing) {
      return new ArchiveLoginResult.Missing(missing.reason, missing.sentence);
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

  /** One look at the Secrets of a namespace; each is read once. */
  private final class Reading {
    private final String namespace;
    private final Map<String, Optional<Secret>> secrets = new HashMap<>();
    private final StringBuilder versions = new StringBuilder();

    Reading(String namespace) {
      this.namespace = namespace;
    }

    ArchivePlace place(S3Spec s3) {
      return new ArchivePlace(
          s3.endpoint(),
          Objects.requireNonNullElse(s3.region(), ""),
          s3.bucket(),
          Objects.requireNonNullElse(s3.prefix(), ""),
          !Boolean.FALSE.equals(s3.pathStyle()),
          s3.caBundleRef() == null ? null : caBundle(s3.caBundleRef()));
    }

    SensitiveText password(SecretKeyRef ref) {
      byte[] bytes =
          bytes(ref.name(), keyOf(ref)).orElseThrow(() -> missing(ref.name(), keyOf(ref)));
      return clear(ref.name(), keyOf(ref), SecretText.of(bytes));
    }

    SensitiveText required(String secret, String key) {
      byte[] bytes = bytes(secret, key).orElseThrow(() -> missing(secret, key));
      return clear(secret, key, SecretText.ofOneLine(bytes));
    }

    /** Null if the credentials have none. */
    @Nullable SensitiveText sessionToken(String secret) {
      return bytes(secret, S3Spec.SESSION_TOKEN)
          .map(SecretText::ofOneLine)
          .filter(token -> !token.equals(SecretText.EMPTY))
          .map(token -> clear(secret, S3Spec.SESSION_TOKEN, token))
          .orElse(null);
    }

    private Missing missing(String secret, String key) {
      return secret(secret).isEmpty()
          ? new Missing(
              ConditionReason.SECRET_NOT_FOUND,
              "There is no Secret \"%s\" in namespace \"%s\".".formatted(secret, namespace))
          : new Missing(
              ConditionReason.SECRET_KEY_MISSING,
              "Secret \"%s\" has no text under the key \"%s\"; its keys are %s."
                  .formatted(secret, key, keysOf(secret)));
    }

    /** A recovery password that can't be read must not keep backups from running. */
    WantedKey wanted(SecretKeyRef ref) {
      try {
        return WantedKey.of(refName(ref), password(ref));
      } catch (Missing missing) {
        return WantedKey.unusable(refName(ref), missing.sentence);
      }
    }

    private Optional<byte[]> bytes(String secret, String key) {
      return secret(secret)
          .map(Secret::getData)
          .map(data -> data.get(key))
          .filter(base64 -> !base64.isEmpty())
          .map(Base64.getDecoder()::decode);
    }

    String version(BackupRepository repository) {
      return repository.getMetadata().getGeneration() + versions.toString();
    }

    private Optional<Secret> secret(String name) {
      return secrets.computeIfAbsent(
          name,
          _ ->
              note("Secret/" + name, client.secrets().inNamespace(namespace).withName(name).get()));
    }

    private String keysOf(String secret) {
      return secret(secret)
          .map(Secret::getData)
          .map(data -> String.join(", ", data.keySet().stream().sorted().toList()))
          .filter(keys -> !keys.isEmpty())
          .orElse("none");
    }

    private String caBundle(CaBundleRef ref) {
      String key = Objects.requireNonNullElse(ref.key(), CaBundleRef.DEFAULT_KEY);
      boolean inSecret = ref.kind() == CaBundleRef.Kind.SECRET;
      Optional<String> pem =
          inSecret
              ? bytes(ref.name(), key).map(bytes -> new String(bytes, StandardCharsets.UTF_8))
              : note(
                      "ConfigMap/" + ref.name(),
                      client.configMaps().inNamespace(namespace).withName(ref.name()).get())
                  .map(ConfigMap::getData)
                  .map(data -> data.get(key))
                  .filter(text -> !text.isBlank());
      String form =
          pem.isPresent()
              ? "%s \"%s\" in namespace \"%s\" holds no certificate in PEM form under the key \"%s\"."
              : "%s \"%s\" does not exist in namespace \"%s\" or has nothing under the key \"%s\".";
      return pem.filter(text -> text.contains(PEM))
          .orElseThrow(() ->
              new Missing(
                  ConditionReason.CA_BUNDLE_NOT_FOUND,
                  form.formatted(inSecret ? "Secret" : "ConfigMap", ref.name(), namespace, key)));
    }

    private <T extends HasMetadata> Optional<T> note(String name, @Nullable T object) {
      versions.append(' ').append(name).append('=');
      if (object != null) {
        versions
            .append(object.getMetadata().getUid())
            .append('@')
            .append(object.getMetadata().getResourceVersion());
      }
      return Optional.ofNullable(object);
    }
  }

  private static SensitiveText clear(String secret, String key, SecretText text) {
    return switch (text) {
      case SecretText.Clear(String clear) -> new SensitiveText(clear);
      case SecretText.Unclear(String why) ->
          throw new Missing(
              ConditionReason.SECRET_UNCLEAR,
              "The value under the key \"%s\" of Secret \"%s\" %s.".formatted(key, secret, why));
    };
  }

  private static final class Missing extends RuntimeException {
    private final ConditionReason reason;
    private final String sentence;

    Missing(ConditionReason reason, String sentence) {
      super(sentence, null, false, false);
      this.reason = reason;
      this.sentence = sentence;
    }
  }
}
