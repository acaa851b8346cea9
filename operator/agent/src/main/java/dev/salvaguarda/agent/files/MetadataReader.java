package dev.salvaguarda.agent.files;

import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what a node keeps beside name and content. For one thread. */
final class MetadataReader {
  private final LinuxCalls system;
  private final CopyFaults faults;
  private final Map<Long, String> users = new HashMap<>();
  private final Map<Long, String> groups = new HashMap<>();

  MetadataReader(LinuxCalls system, CopyFaults faults) {
    this.system = system;
    this.faults = faults;
  }

  Metadata read(RawPath path, FileFacts facts) {
    return new Metadata(
        facts.storedMode(),
        // As restic: were the last access stored, reading a tree would change it.
        new Metadata.Times(facts.modified(), facts.modified(), facts.changed()),
        owner(path, facts.ids()),
        new Metadata.Identity(
            facts.ids().inode(),
            facts.ids().device(),
            facts.isDirectory() ? 0 : facts.ids().links()),
        attributes(path));
  }

  ByteString linkTarget(RawPath path) throws IOException {
    return ByteString.of(system.linkTarget(path.bytes().toByteArray()));
  }

  private List<Metadata.ExtendedAttribute> attributes(RawPath path) {
    return system.attributes(
        path.bytes().toByteArray(),
        (attribute, cause) -> faults.attributeUnreadable(path, attribute, cause));
  }

  private Metadata.Owner owner(RawPath path, FileFacts.Ids ids) {
    if (!users.containsKey(ids.uid()) || !groups.containsKey(ids.gid())) {
      Map<String, Object> names = names(path);
      users.put(ids.uid(), name(names.get("owner"), ids.uid()));
      groups.put(ids.gid(), name(names.get("group"), ids.gid()));
    }
    return new Metadata.Owner(
        ids.uid(),
        ids.gid(),
        users.getOrDefault(ids.uid(), ""),
        groups.getOrDefault(ids.gid(), ""));
  }

  private static Map<String, Object> names(RawPath path) {
    try {
      return Files.readAttributes(path.path(), "posix:owner,group", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return Map.of();
    }
  }

  /** The library gives the number as text where it finds no name. */
  private static String name(@org.jspecify.annotations.Nullable Object principal, long id) {
    String name = principal instanceof java.security.Principal known ? known.getName() : "";
    return name.equals(Long.toString(id)) ? "" : name;
  }
}
