package dev.salvaguarda.agent.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.Damage;
import dev.salvaguarda.repository.check.PackReading;
import dev.salvaguarda.repository.check.StructureReport;
import dev.salvaguarda.repository.index.LostPacks;
import dev.salvaguarda.repository.model.FileId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DamageFindingsTest {
  private static final FileId ONE = new FileId(1, 0, 0, 0);
  private static final FileId OTHER = new FileId(2, 0, 0, 0);

  @Test
  void aPackThatWentAwayWhileItWasReadIsNamedAndCountedOnce() {
    PackReading.Report read =
        new PackReading.Report(
            2, 10, List.of(new PackReading.Damaged(ONE, "is missing", Set.of())), true);
    StructureReport structure =
        new StructureReport(
            1,
            5,
            new LostPacks(3, 9, List.of(ONE, OTHER)),
            9,
            1,
            List.of(),
            List.of("x"),
            Map.of());

    Damage damage = DamageFindings.of(read, structure);

    assertThat(damage.packs())
        .containsExactly(
            new Damage.Pack(ONE.toString(), "is missing"),
            new Damage.Pack(OTHER.toString(), "is missing, or has another length than it must"));
    assertThat(damage.packCount()).isEqualTo(3);
  }
}
