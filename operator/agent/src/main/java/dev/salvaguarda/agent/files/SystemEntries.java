package dev.salvaguarda.agent.files;

import dev.salvaguarda.repository.tree.ByteString;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands at the root of a file system and belongs to it rather than to those who use it: where
 * a check puts what it found, the books of quotas, and earlier states of the same files.
 */
final class SystemEntries {
  private static final Set<ByteString> FOLDERS =
      names("lost+found", ".snapshot", "~snapshot", ".zfs", "System Volume Information");

  private static final Set<ByteString> FILES =
      names("aquota.user", "aquota.group", "quota.user", "quota.group");

  private SystemEntries() {}

  /** Whether an entry at the root of a file system is one of them. */
  static boolean contain(ByteString name, FileFacts facts) {
    return facts.isDirectory()
        ? FOLDERS.contains(name)
        : facts.isRegularFile() && FILES.contains(name);
  }

  private static Set<ByteString> names(String... names) {
    return Stream.of(names).map(ByteString::of).collect(Collectors.toUnmodifiableSet());
  }
}
