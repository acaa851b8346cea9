package dev.salvaguarda.controller.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.domain.condition.ConditionReason;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(crud = true)
class ArchiveLoginGathererTest {
  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  private final Map<String, String> secret =
      new TreeMap<>(Map.of("accessKey", "writer", "secretKey", "canary", "password", "p"));

  @Test
  void whatAnEditorAddsBelongsToNoSecret() {
    secret.replaceAll((_, text) -> text + "\r\n");
    secret.put("sessionToken", "token\n");

    ArchiveLogin login = ((ArchiveLoginResult.Found) gathered()).login();

    assertThat(login.accessKey().reveal()).isEqualTo("writer");
    assertThat(login.secretKey().reveal()).isEqualTo("canary");
    assertThat(login.password().reveal()).isEqualTo("p");
    assertThat(Objects.requireNonNull(login.sessionToken()).reveal()).isEqualTo("token");
  }

  @Test
  void aSessionTokenOfWhiteSpaceIsNone() {
    secret.put("sessionToken", "\n");

    assertThat(((ArchiveLoginResult.Found) gathered()).login().sessionToken()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"accessKey", "secretKey", "sessionToken", "password"})
  void whatProgramsWouldReadInDifferentWaysIsRefused(String key) {
    secret.put(key, "canary\u2003");

    assertUnclear(
        "The value under the key \"%s\" of Secret \"login\" begins or ends".formatted(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"accessKey", "secretKey", "sessionToken"})
  void aKeyOfS3HasOneLine(String key) {
    secret.put(key, "canary\nanother");

    assertUnclear(
        "The value under the key \"%s\" of Secret \"login\" has a line break".formatted(key));
  }

  private void assertUnclear(String beginning) {
    ArchiveLoginResult.Missing missing = (ArchiveLoginResult.Missing) gathered();
    assertThat(missing.reason()).isEqualTo(ConditionReason.SECRET_UNCLEAR);
    assertThat(missing.message()).startsWith(beginning).doesNotContain("canary");
  }

  private ArchiveLoginResult gathered() {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("login")
                .withNamespace("finance")
                .endMetadata()
                .withData(encoded())
                .build())
        .createOr(NonDeletingOperation::update);
    return new ArchiveLoginGatherer(client)
        .gather(
            Serialization.unmarshal(
                """
                metadata: {name: offsite, namespace: finance}
                spec:
                  s3: {endpoint: "https://s3.example.org", bucket: b, credentialsRef: {name: login}}
                  encryption: {passwordRef: {name: login}}
                """,
                BackupRepository.class));
  }

  private Map<String, String> encoded() {
    Map<String, String> encoded = new TreeMap<>(secret);
    encoded.replaceAll(
        (_, text) -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    return encoded;
  }
}
