package dev.salvaguarda.agent.restore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoleNamesTest {
  @Test
  void ownersAndGranteesAreFound() {
    assertThat(
            creations(
                """
                ALTER TABLE public.staff OWNER TO "the ""clerk";
                GRANT SELECT ON TABLE public.staff TO auditor;
                ALTER DEFAULT PRIVILEGES FOR ROLE boss IN SCHEMA public GRANT ALL ON TABLES TO pg_monitor;
                CREATE POLICY own ON public.staff TO reader, writer USING (true);
                INSERT INTO t VALUES ('x TO nobody');
                GRANT ALL ON SCHEMA public TO PUBLIC;
                """))
        .anyMatch(sql -> sql.contains("'the \"clerk'"))
        .anyMatch(sql -> sql.contains("'auditor'"))
        .anyMatch(sql -> sql.contains("'boss'"))
        .anyMatch(sql -> sql.contains("'reader'"))
        .anyMatch(sql -> sql.contains("'writer'"))
        .noneMatch(sql -> sql.contains("nobody"))
        .noneMatch(sql -> sql.contains("pg_monitor"))
        .noneMatch(sql -> sql.contains("PUBLIC"));
  }

  @Test
  void aLineThatComesInPiecesIsOneLine() {
    RoleNames names = new RoleNames();
    for (byte b : "ALTER TABLE t OWNER TO clerk;\n".getBytes(StandardCharsets.UTF_8)) {
      names.see(new byte[] {b}, 1);
    }

    assertThat(names.creations()).hasSize(1);
  }

  @Test
  void aNameCanNotBreakOutOfItsStatement() {
    assertThat(creations("ALTER TABLE t OWNER TO \"x$salvaguarda$; DROP ROLE y\";\n")).isEmpty();
    assertThat(creations("ALTER TABLE t OWNER TO \"it's\";\n").getFirst()).contains("'it''s'");
  }

  @Test
  void whatMakesOrChangesARoleIsToldFromWhatOnlyNamesIt() {
    assertThat(RoleNames.ofDefinition("CREATE ROLE clerk;")).contains("clerk");
    assertThat(RoleNames.ofDefinition("ALTER ROLE \"the \"\"clerk\" WITH NOLOGIN PASSWORD 'x';"))
        .contains("the \"clerk");
    assertThat(RoleNames.ofDefinition("ALTER ROLE clerk SET work_mem TO '1MB';")).contains("clerk");
    assertThat(RoleNames.ofDefinition("GRANT boss TO clerk GRANTED BY postgres;")).isEmpty();
  }

  private static List<String> creations(String dump) {
    RoleNames names = new RoleNames();
    byte[] bytes = dump.getBytes(StandardCharsets.UTF_8);
    names.see(bytes, bytes.length);
    return names.creations();
  }
}
