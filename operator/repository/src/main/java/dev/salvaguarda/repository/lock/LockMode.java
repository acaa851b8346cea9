package dev.salvaguarda.repository.lock;

/** How much a lock excludes. */
public enum LockMode {
  /** Others may read and add at the same time; nobody may remove packs. */
  SHARED,
  /** Nobody else may hold any lock. */
  EXCLUSIVE
}
