package dev.salvaguarda.repository.model;

/** What a blob holds. */
public enum BlobType {
  /** A piece of a file's content. */
  DATA("data"),
  /** A directory, as JSON. */
  TREE("tree");

  private final String wireName;

  BlobType(String wireName) {
    this.wireName = wireName;
  }

  /** The word used in index files. */
  public String wireName() {
    return wireName;
  }

  /**
   * The type with this word.
   *
   * @throws IllegalArgumentException if the format knows no such type
   */
  public static BlobType ofWireName(String name) {
    return switch (name) {
      case "data" -> DATA;
      case "tree" -> TREE;
      default -> throw new IllegalArgumentException("unknown blob type \"" + name + "\"");
    };
  }
}
