package dev.salvaguarda.agent.vma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.seed.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An independent reader's opinion of archives: ours, and those of which the tests are made. */
class VmaOracleIT {
  private static final int GUESTS = 30;

  @TempDir Path folder;

  @Test
  void anotherReaderFindsInOurArchivesWhatTheGuestHad() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(RequiredTool.vmaReader().path().toString());
    command.add("src/test/python/vma_drives.py");
    List<String> expected = new ArrayList<>();
    for (long seed : Seeds.of("VmaOracleIT", GUESTS)) {
      Random random = new Random(seed);
      SampleGuest guest = SampleGuest.of(random);
      List<byte[]> archives =
          List.of(guest.written(), guest.archive(guest.inAnyOrder(random), 1 + random.nextInt(59)));
      for (byte[] archive : archives) {
        Path file = folder.resolve("%d.vma".formatted(expected.size()));
        Files.write(file, archive);
        command.add(file.toString());
        expected.addAll(lines(guest));
      }
    }

    assertThat(output(command)).isEqualTo(expected);
  }

  private static List<String> lines(SampleGuest guest) {
    return Stream.of(
            Stream.of("archive " + guest.uuid()),
            guest.configs().stream()
                .map(config -> line("config", config.name(), config.data().toByteArray())),
            guest.drives().entrySet().stream()
                .map(drive -> line("drive", drive.getKey().name(), drive.getValue())))
        .flatMap(lines -> lines)
        .toList();
  }

  private static String line(String kind, String name, byte[] content) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(content);
      return "%s %s %d %s".formatted(kind, name, content.length, HexFormat.of().formatHex(sum));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> output(List<String> command) throws IOException, InterruptedException {
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return lines;
  }
}
