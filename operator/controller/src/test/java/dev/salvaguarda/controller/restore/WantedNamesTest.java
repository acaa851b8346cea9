package dev.salvaguarda.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that databases get. */
class WantedNamesTest {
  private static final RestorePlan PLAN =
      new RestorePlan("nightly", "first", "offsite", null, List.of(part("payroll"), part("mail")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{target: payroll, to: x}, {target: mail, to: x}"
            + " | payroll and mail would both become the database x: give each another name with"
            + " rename.",
        "{target: payroll, to: mail}"
            + " | payroll and mail would both become the database mail: give each another name with"
            + " rename.",
        "{target: mail, to: payroll}"
            + " | payroll and mail would both become the database payroll: give each another name"
            + " with rename.",
        "{target: post, to: x}"
            + " | rename names post, which is not restored; restored are payroll, mail.",
      })
  void twoDatabasesNeverGetOneNameAndAnotherThanRestoredGetsNone(String renames, String why) {
    assertThat(obstacle(renames)).contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{target: payroll, to: payroll}",
        "{target: payroll, to: mail}, {target: mail, to: payroll}",
        "{target: payroll, to: Mail}",
      })
  void namesThatDifferAreGiven(String renames) {
    assertThat(obstacle(renames)).isEmpty();
  }

  private static Optional<String> obstacle(String renames) {
    return WantedNames.obstacle(
        Serialization.unmarshal(
            """
            source: {runRef: {name: first}}
            overwrite: Force
            target:
              postgresql: {host: db.example.org, credentialsRef: {name: writer}, rename: [%s]}
            """
                .formatted(renames),
            RestoreSpec.class),
        PLAN);
  }

  private static Part part(String target) {
    return new Part(target, "0b".repeat(32), null, "5a".repeat(32));
  }
}
