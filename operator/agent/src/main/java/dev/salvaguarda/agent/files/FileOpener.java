package dev.salvaguarda.agent.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Opens a regular file for reading; never what a link points to. */
@FunctionalInterface
interface FileOpener {
  /** The file system as it is. */
  FileOpener SYSTEM = path -> Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);

  InputStream open(Path path) throws IOException;
}
