package dev.salvaguarda.repository.model;

/** The kinds of files in a repository and where they lie below its prefix. */
public enum FileType {
  CONFIG("config"),
  KEY("keys"),
  LOCK("locks"),
  SNAPSHOT("snapshots"),
  INDEX("index"),
  PACK("data");

  private final String directory;

  FileType(String directory) {
    this.directory = directory;
  }

  /** Key prefix under which all files of this type lie, or the key itself for the config. */
  public String directory() {
    return directory;
  }

  /** Key of a file. Packs are spread over 256 directories, and there is one config. */
  public String key(FileId id) {
    String name = id.toString();
    return switch (this) {
      case CONFIG -> directory;
      case PACK -> directory + "/" + name.substring(0, 2) + "/" + name;
      case KEY, LOCK, SNAPSHOT, INDEX -> directory + "/" + name;
    };
  }
}
