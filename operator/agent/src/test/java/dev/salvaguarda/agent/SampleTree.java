package dev.salvaguarda.agent;

import dev.salvaguarda.testkit.process.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A file tree with every kind of entry, and what makes two trees the same. */
final class SampleTree {
  /** Everything that a tree can hold, in the words of a shell. */
  private static final String TREE =
      """
      set -e
      umask 022
      mkdir -p a/b 'with space' sealed
      printf 'the contents' > a/b/paper.txt
      ln a/b/paper.txt hard
      ln -s a/b/paper.txt link
      ln -s /nowhere/at/all dangling
      printf x > "$(printf 'not\\377utf8')"
      mkfifo pipe
      : > empty
      truncate -s 32M sparse
      printf 'end' >> sparse
      printf secret > sealed/inner
      chmod 4755 a/b/paper.txt
      chmod 1777 'with space'
      setfattr -n user.comment -v 'a note' a/b/paper.txt
      setfattr -n user.on.directory -v 'another' sealed
      setfacl -m u:1234:r a/big
      touch -h -d '2024-02-29T12:00:00.123456789Z' link
      touch -d '2023-01-02T03:04:05.678901234Z' a/big
      chmod 0500 sealed
      touch -d '2022-01-02T03:04:05Z' a/b sealed .
      """;

  /** All that is to be the same, one entry a line. */
  private static final String FACTS =
      """
      LC_ALL=C
      export LC_ALL
      find . -not -name . -printf '%P|%y|%m|%U|%G|%n|%l|%T+|' \\( -type f -printf '%s|' -o -true \\) -printf '\\n' | sort
      find . -type f -print0 | sort -z | xargs -0 sha256sum
      getfattr --recursive --no-dereference --dump --match=- . | grep -v '^#'
      """;

  private SampleTree() {}

  /** Makes it in a folder that is there. */
  static void make(Path tree) throws IOException, InterruptedException {
    byte[] big = new byte[8 << 20];
    new Random(20_260_301).nextBytes(big);
    Files.createDirectories(tree.resolve("a"));
    Files.write(tree.resolve("a/big"), big);
    String _ = Shell.run(tree, TREE);
    if (Machine.isRoot()) {
      String _ =
          Shell.run(tree, "chown 1000:1001 a/big; chown -h 1000 dangling; mknod device c 1 7");
    }
  }

  /** All that is to be the same after a restore, one entry a line. */
  static String facts(Path tree) throws IOException, InterruptedException {
    return Shell.run(tree, FACTS);
  }

  /** The same but for owner and group of each entry. */
  static String factsButOwners(Path tree) throws IOException, InterruptedException {
    return facts(tree).replaceAll("(?m)^([^|\n]*\\|.\\|\\d+)\\|\\d+\\|\\d+\\|", "$1|");
  }
}
