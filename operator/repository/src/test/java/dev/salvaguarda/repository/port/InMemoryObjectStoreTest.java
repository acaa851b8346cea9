package dev.salvaguarda.repository.port;

import dev.salvaguarda.repository.fixture.InMemoryObjectStore;

class InMemoryObjectStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore newStore(boolean other) {
    return new InMemoryObjectStore();
  }
}
