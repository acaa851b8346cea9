package dev.salvaguarda.controller.source;

import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.source.CommandSource;
import dev.salvaguarda.api.source.FilesSource;
import dev.salvaguarda.api.source.MariadbSource;
import dev.salvaguarda.api.source.PostgresqlSource;
import dev.salvaguarda.api.source.ProxmoxSource;
import dev.salvaguarda.domain.name.ShortName;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells one source from another: where the data is read from, and what of it is copied. How it is
 * read, credentials and TLS included, makes no other source. Digests stand in statuses: where what
 * is written here for a source changes, what was proven of it counts as unproven.
 */
public final class SourceDigest {
  private SourceDigest() {}

  /** Hexadecimal digits that two sources hardly ever share. */
  public static String of(BackupPolicySpec spec) {
    return ShortName.longHash(
        parts(spec).map(part -> part.length() + ":" + part).collect(Collectors.joining()));
  }

  private static Stream<String> parts(BackupPolicySpec spec) {
    return switch (spec.source().kind()) {
      case PostgresqlSource from ->
          Stream.of(
                  Stream.of("postgresql", host(from.host()), from.port().toString()),
                  Stream.of(from.globals().toString()),
                  sorted("databases", from.databases()),
                  sorted("without", from.excludeDatabases()))
              .flatMap(part -> part);
      case MariadbSource from ->
          Stream.of(
                  Stream.of("mariadb", host(from.host()), from.port().toString()),
                  Stream.of(from.globals().toString()),
                  sorted("databases", from.databases()),
                  sorted("without", from.excludeDatabases()))
              .flatMap(part -> part);
      case FilesSource from ->
          Stream.of(
                  Stream.of("files"),
                  volume(from, spec),
                  sorted("include", from.include()),
                  // A later pattern may take back what an earlier one leaves out.
                  listed("exclude", from.exclude()),
                  Stream.of(from.oneFileSystem().toString(), from.copySystemFiles().toString()))
              .flatMap(part -> part);
      // The image is how the program comes there, as long as it is called in the same way.
      case CommandSource from ->
          Stream.concat(Stream.of("command", from.fileName()), listed("words", from.command()));
      case ProxmoxSource from ->
          Stream.of(
                  Stream.of("proxmox", host(from.endpoint())),
                  numbers("ids", from.guests().ids()),
                  sorted("tags", from.guests().tags()),
                  sorted("pools", from.guests().pools()),
                  sorted("names", from.guests().names()),
                  numbers("without", from.guests().exclude()))
              .flatMap(part -> part);
    };
  }

  private static Stream<String> volume(FilesSource from, BackupPolicySpec spec) {
    if (from.persistentVolumeClaim() != null) {
      return Stream.of("claim", from.persistentVolumeClaim().claimName());
    }
    if (from.nfs() != null) {
      return Stream.of("nfs", host(from.nfs().server()), from.nfs().path());
    }
    // The same path of another node is another directory.
    Map<String, String> node =
        spec.runTemplate() == null ? Map.of() : spec.runTemplate().nodeSelector();
    String path = Objects.requireNonNull(from.hostPath(), "one of the three is set").path();
    return Stream.concat(
        Stream.of("path", path), listed("node", List.of(new TreeMap<>(node).toString())));
  }

  private static String host(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Stream<String> sorted(String what, Collection<String> names) {
    return listed(what, names.stream().sorted().toList());
  }

  private static Stream<String> numbers(String what, Collection<Integer> numbers) {
    return listed(what, numbers.stream().sorted().map(String::valueOf).toList());
  }

  private static Stream<String> listed(String what, Collection<String> names) {
    return Stream.concat(Stream.of(what + names.size()), names.stream());
  }
}
