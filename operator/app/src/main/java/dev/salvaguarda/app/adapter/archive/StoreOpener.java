package dev.salvaguarda.app.adapter.archive;

import dev.salvaguarda.controller.archive.ArchiveLogin;
import dev.salvaguarda.repository.port.ObjectStore;

/** Connects to the object store of a repository; the caller closes it. */
public interface StoreOpener {
  ObjectStore open(ArchiveLogin login);
}
