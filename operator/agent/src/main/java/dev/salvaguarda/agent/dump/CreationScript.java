package dev.salvaguarda.agent.dump;

/** The file for psql that makes a database anew before its dump is loaded. */
final class CreationScript {
  private CreationScript() {}

  /**
   * Under its own name, unless the variable {@code database} gives another.
   *
   * @param statements with {@code :"database"} where the name belongs
   */
  static String of(String database, String statements) {
    return "\\if :{?database}\n\\else\n\\set database '%s'\n\\endif\n%s"
        .formatted(
            database.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n"), statements);
  }
}
