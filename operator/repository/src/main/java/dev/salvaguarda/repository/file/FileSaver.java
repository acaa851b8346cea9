package dev.salvaguarda.repository.file;

import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;

/** Stores a file of a repository and returns its name. */
@FunctionalInterface
public interface FileSaver {
  FileId save(FileType type, byte[] plain);
}
