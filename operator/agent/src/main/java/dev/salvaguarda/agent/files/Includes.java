package dev.salvaguarda.agent.files;

import dev.salvaguarda.repository.tree.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which entries of a directory are wanted: all of them, or only some with a part of what is below
 * them.
 */
public final class Includes {
  /** Everything below. */
  private static final Includes ALL = new Includes();

  private final TreeMap<ByteString, Includes> wanted = new TreeMap<>(Comparator.naturalOrder());

  private Includes() {}

  /** From paths below a root; none means everything. */
  public static Includes of(List<String> paths) {
    if (paths.isEmpty()) {
      return ALL;
    }
    Includes root = new Includes();
    for (String path : paths) {
      root = root.with(components(path), 0);
    }
    return root;
  }

  public boolean isAll() {
    return wanted.isEmpty();
  }

  /** The names wanted, in their order, unless everything is. */
  List<ByteString> names() {
    return List.copyOf(wanted.keySet());
  }

  /** What is wanted below the entry of this name; empty if nothing is. */
  public Optional<Includes> below(ByteString name) {
    return isAll() ? Optional.of(ALL) : Optional.ofNullable(wanted.get(name));
  }

  /** Whether the entry with these components is wanted with all that is below it. */
  boolean cover(List<ByteString> path) {
    Optional<Includes> here = Optional.of(this);
    for (ByteString name : path) {
      here = here.flatMap(includes -> includes.below(name));
    }
    return here.map(Includes::isAll).orElse(false);
  }

  /** The paths that were asked for at or below this one, which stand for themselves. */
  List<RawPath> paths(RawPath above) {
    if (isAll()) {
      return List.of(above);
    }
    List<RawPath> paths = new ArrayList<>();
    wanted.forEach((name, below) -> paths.addAll(below.paths(above.entry(name))));
    return paths;
  }

  private Includes with(List<ByteString> path, int at) {
    if (at == path.size() || this == ALL) {
      return ALL;
    }
    ByteString name = path.get(at);
    Includes below = wanted.getOrDefault(name, new Includes());
    wanted.put(name, below.with(path, at + 1));
    return this;
  }

  /** The names that a path leads through; none for the root. */
  public static List<ByteString> components(String path) {
    return List.of(path.split("/", -1)).stream()
        .filter(part -> !part.isEmpty() && !part.equals("."))
        .map(ByteString::of)
        .toList();
  }
}
