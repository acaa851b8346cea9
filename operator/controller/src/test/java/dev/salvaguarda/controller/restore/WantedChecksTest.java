package dev.salvaguarda.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Of what a check can be asked. */
class WantedChecksTest {
  @Test
  void whatIsNotRestoredCannotBeAsked() {
    assertThat(obstacle("shop", "payroll", "mail"))
        .contains("The check people asks shop, which is not restored; restored are payroll, mail.");
  }

  @Test
  void rolesAreNoDatabaseThatCouldBeAsked() {
    assertThat(obstacle("globals", "payroll", "globals"))
        .contains(
            "The check people asks globals, which is no database: it holds accounts and roles. Ask a database.");
  }

  @Test
  void aDatabaseThatIsCalledGlobalsIsAskedAndTheRolesBesideItAreNot() {
    assertThat(obstacle("globals", "globals", "server-globals")).isEmpty();
    assertThat(obstacle("server-globals", "globals", "server-globals")).isPresent();
  }

  private static Optional<String> obstacle(String asked, String... restored) {
    return WantedChecks.obstacle(
        Serialization.unmarshal(
            """
            purpose: Test
            source: {runRef: {name: first}}
            checks: [{name: people, sql: {database: %s, query: SELECT 1, expect: {value: "1"}}}]
            """
                .formatted(asked),
            RestoreSpec.class),
        new RestorePlan(
            "nightly",
            "first",
            "offsite",
            null,
            Stream.of(restored).map(name -> new Part(name, "id", 1L, "sha")).toList()));
  }
}
