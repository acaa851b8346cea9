package dev.salvaguarda.repository.file;

import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import java.io.IOException;
import java.io.OutputStream;

/** Stores a file of a repository and returns its name. */
@FunctionalInterface
public interface FileSaver {
  /** What a file says; it can be too large to be held as it is. */
  @FunctionalInterface
  interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Stores what is written. */
  FileId save(FileType type, Content content);

  /** Stores all of {@code plain}. */
  default FileId save(FileType type, byte[] plain) {
    return save(type, out -> out.write(plain));
  }
}
