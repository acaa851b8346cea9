package dev.salvaguarda.controller.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicySpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which targets a run of a policy may name. */
class WantedTargetsTest {
  @Test
  void aDatabaseThatThePolicyDoesNotNameIsNotCopied() {
    for (String kind : List.of("postgresql", "mariadb")) {
      assertThat(obstacle(kind, "databases: [hr, mail]", "hr", "shop"))
          .contains(
              "The policy nightly copies hr, mail, and shop is not among them: name it in the policy's databases, or make another policy.");
    }
  }

  @Test
  void oneThatIsLeftOutOfAllIsNotCopiedEither() {
    for (String kind : List.of("postgresql", "mariadb")) {
      assertThat(obstacle(kind, "excludeDatabases: [shop]", "shop"))
          .contains(
              "The policy nightly leaves out shop (excludeDatabases), so no run of it copies it.");
    }
  }

  @Test
  void whatThePolicyCopiesMayBeNamed() {
    assertThat(obstacle("postgresql", "databases: [hr, mail]", "mail", "globals")).isEmpty();
    assertThat(obstacle("postgresql", "databases: [globals]", "globals", "server-globals"))
        .isEmpty();
    assertThat(obstacle("postgresql", "excludeDatabases: [shop]", "hr", "globals")).isEmpty();
    assertThat(obstacle("mariadb", "databases: [hr]")).isEmpty();
  }

  @Test
  void rolesThatThePolicyLeavesOutAreNotCopied() {
    assertThat(obstacle("postgresql", "databases: [hr], globals: false", "globals")).isPresent();
  }

  @Test
  void aFileTreeIsCopiedAsOneTarget() {
    String share = "persistentVolumeClaim: {claimName: share}";

    assertThat(of("files", "{%s}".formatted(share), "/share")).isEmpty();
    assertThat(of("files", "{%s}".formatted(share), "finance/2026"))
        .contains(
            "The policy nightly copies the file tree /share as one target; finance/2026 can't be copied alone. Leave out targets, or make a policy with that include.");
  }

  @Test
  void whatACommandWritesIsOneTarget() {
    String dump = "{command: [mongodump], fileName: erp.archive}";

    assertThat(of("command", dump, "/command/erp.archive")).isEmpty();
    assertThat(of("command", dump, "erp"))
        .contains(
            "The policy nightly copies what its command writes as one target, /command/erp.archive; there is no erp. Leave out targets.");
  }

  @Test
  void guestsAreNamedByTheirNumbers() {
    String host =
        "{endpoint: 'https://pve01.example.org:8006', tokenRef: {name: t}, guests: {ids: [100, 101]}}";
    String tagged = host.replace("101]", "101], tags: [nightly], exclude: [102]");

    assertThat(of("proxmox", host, "/guests/101")).isEmpty();
    assertThat(of("proxmox", host, "101"))
        .contains("A guest is named as /guests/100 is, by its number; 101 names none.");
    assertThat(of("proxmox", host, "/guests/102"))
        .contains(
            "The policy nightly copies /guests/100, /guests/101, and /guests/102 is not among them: name it in the policy's guests.ids, or make another policy.");
    assertThat(of("proxmox", tagged, "/guests/104")).isEmpty();
    assertThat(of("proxmox", tagged, "/guests/102"))
        .contains(
            "The policy nightly leaves out /guests/102 (guests.exclude), so no run of it copies it.");
  }

  private static Optional<String> obstacle(String kind, String more, String... targets) {
    return of(
        kind,
        "{host: db.example.org, credentialsRef: {name: reader}, %s}".formatted(more),
        targets);
  }

  private static Optional<String> of(String kind, String source, String... targets) {
    return WantedTargets.obstacle(
        "nightly",
        Serialization.unmarshal("source: {%s: %s}".formatted(kind, source), BackupPolicySpec.class),
        List.of(targets));
  }
}
