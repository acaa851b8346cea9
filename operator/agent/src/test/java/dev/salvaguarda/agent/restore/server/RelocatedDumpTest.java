package dev.salvaguarda.agent.restore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RelocatedDumpTest {
  private static final String OWN = "  `id` int NOT NULL DEFAULT nextval(`my ``db`.`zz last`),\n";
  private static final String OTHERS = OWN.replace("`my ``db`", "`new`");

  @Test
  void aDefaultDrawsFromTheSequenceOfTheNewDatabase() throws IOException {
    assertThat(relocated("CREATE TABLE `a` (\n" + OWN + ") ENGINE=InnoDB;\n"))
        .isEqualTo("CREATE TABLE `a` (\n" + OTHERS + ") ENGINE=InnoDB;\n");
  }

  @Test
  void rowsAndRoutinesStayAsTheyAre() throws IOException {
    String rows = "INSERT INTO `a` VALUES\n(1,'nextval(`my ``db`.`zz last`)');\n" + OWN;
    String code = "DELIMITER ;;\nCREATE TABLE `a` (\n" + OWN + ") ;;\nDELIMITER ;\n";

    assertThat(relocated(rows)).isEqualTo(rows);
    assertThat(relocated(code)).isEqualTo(code);
    assertThat(relocated(code + "CREATE TABLE `b` (\n" + OWN + ");\n")).endsWith(OTHERS + ");\n");
  }

  @Test
  void otherBytesComeThroughWhateverTheyAre() throws IOException {
    byte[] bytes = new byte[1 << 20];
    new Random(20_260_301).nextBytes(bytes);

    assertThat(new RelocatedDump(new ByteArrayInputStream(bytes), "a", "b").readAllBytes())
        .isEqualTo(bytes);
  }

  private static String relocated(String dump) throws IOException {
    byte[] bytes = dump.getBytes(StandardCharsets.UTF_8);
    return new String(
        new RelocatedDump(new ByteArrayInputStream(bytes), "my `db", "new").readAllBytes(),
        StandardCharsets.UTF_8);
  }
}
