package dev.salvaguarda.agent.guest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.write.BackupSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Small files that stand beside what a guest has. */
final class GuestFile {
  private GuestFile() {}

  /** Stores a file. */
  static Node of(BackupSession session, String name, byte[] content) {
    try {
      return DriveTree.file(
          name, session.storeFile(new ByteArrayInputStream(content), Chunking.FILES).toBody());
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
  }

  /** Stores facts as JSON. */
  static Node ofFacts(BackupSession session, String name, Record facts) {
    try {
      String json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(facts);
      return of(session, name, (json + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values can be written as JSON", e);
    }
  }
}
