package dev.salvaguarda.repository.adapter.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.S3Credentials;
import dev.salvaguarda.repository.model.S3Location;
import dev.salvaguarda.repository.model.SecretBytes;
import java.net.URI;
import java.time.Clock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3ClientTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://s3..example.org",
        "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.org",
        "https://s3.example.org:70000"
      })
  void anEndpointThatCannotBeAskedHasAReason(String endpoint) {
    S3Location location = new S3Location(URI.create(endpoint), "", "bucket", "", true, "");
    S3Credentials credentials = S3Credentials.of("key", SecretBytes.ofUtf8("tulip-17"));

    assertThatThrownBy(() ->
            new S3Client(location, credentials, S3Tuning.BRISK, new ServerClock(Clock.systemUTC())))
        .isInstanceOfSatisfying(
            RepositoryException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.INVALID_REQUEST));
  }
}
