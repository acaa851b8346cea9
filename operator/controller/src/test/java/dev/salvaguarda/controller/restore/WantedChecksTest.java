package dev.salvaguarda.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.workorder.CheckOrder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  @Test
  void aPageOfAGuestIsFetchedByTheGuestItself() {
    RestoreSpec spec =
        spec("{name: web, http: {guest: 100, url: 'http://localhost/health', timeout: 2m}}");
    RestorePlan plan = plan("/guests/100", "/guests/101");

    List<CheckOrder> orders =
        WantedChecks.orders(spec, plan, List.of("/guests/100", "/guests/101"), Map.of());

    CheckOrder.Command command = Objects.requireNonNull(orders.getFirst().command());
    assertThat(orders).hasSize(1);
    assertThat(command.target()).isEqualTo("/guests/100");
    assertThat(command.argv()).startsWith("curl").endsWith("http://localhost/health");
    assertThat(command.output()).isEqualTo("200");
    assertThat(command.patienceSeconds()).isEqualTo(120);
    assertThat(WantedChecks.orders(spec, plan, List.of("/guests/101"), Map.of())).isEmpty();
  }

  @Test
  void aGuestThatIsNotRestoredCannotBeAsked() {
    assertThat(
            WantedChecks.obstacle(
                spec("{name: mail, command: {guest: 100, argv: [postfix, status]}}"),
                plan("/guests/101")))
        .contains(
            "The check mail asks guest 100, which is not restored; restored are /guests/101.");
  }

  private static Optional<String> obstacle(String asked, String... restored) {
    return WantedChecks.obstacle(
        spec(
            "{name: people, sql: {database: %s, query: SELECT 1, expect: {value: '1'}}}"
                .formatted(asked)),
        plan(restored));
  }

  private static RestoreSpec spec(String check) {
    return Serialization.unmarshal(
        """
        purpose: Test
        source: {runRef: {name: first}}
        checks: [%s]
        """
            .formatted(check),
        RestoreSpec.class);
  }

  private static RestorePlan plan(String... restored) {
    return new RestorePlan(
        "nightly",
        "first",
        "offsite",
        null,
        Stream.of(restored).map(name -> new Part(name, "id", 1L, "sha")).toList());
  }
}
