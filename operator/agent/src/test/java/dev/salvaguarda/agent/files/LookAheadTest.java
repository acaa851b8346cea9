package dev.salvaguarda.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.repository.tree.ByteString;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookAheadTest {
  @TempDir Path folder;

  @Test
  void bringsEveryEntryOnceAndInItsOrder() throws Exception {
    List<ByteString> names =
        IntStream.range(0, 300).mapToObj(i -> ByteString.of("f%03d".formatted(i))).toList();
    for (ByteString name : names) {
      Files.writeString(folder.resolve(name.toString()), name.toString());
    }

    List<Seen> seen = look(List.of(), names);

    assertThat(seen).extracting(one -> one.path().name()).isEqualTo(names);
    assertThat(seen)
        .allSatisfy(one -> {
          assertThat(one.facts()).isNotNull();
          assertThat(one.metadata()).isNotNull();
        });
  }

  @Test
  void looksAtNoExcludedEntryAndSaysWhyAnotherCouldNotBeLookedAt() throws Exception {
    List<Seen> seen = look(List.of("out"), List.of(ByteString.of("gone"), ByteString.of("out")));

    assertThat(seen.get(0).failed()).isInstanceOf(NoSuchFileException.class);
    assertThat(seen.get(1).excluded()).isTrue();
    assertThat(seen.get(1).failed()).isNull();
  }

  private List<Seen> look(List<String> excludes, List<ByteString> names) throws Exception {
    List<Seen> all = new ArrayList<>();
    try (LookAhead ahead =
        new LookAhead(new PathPatterns(excludes), new CopyFaults("files", new Silent()))) {
      LookAhead.Entries entries = ahead.over(RawPath.root(folder), names);
      for (Seen seen = entries.next(); seen != null; seen = entries.next()) {
        all.add(seen);
      }
    }
    return all;
  }

  private static final class Silent implements Notes {
    @Override
    public void trace(@Nullable String target, Failure failure) {}

    @Override
    public void info(@Nullable String target, String message) {}

    @Override
    public void warning(@Nullable String target, Failure failure) {}

    @Override
    public void error(@Nullable String target, Failure failure) {}
  }
}
