package dev.salvaguarda.domain.workorder;

/** The average size of the pieces in which a dump is stored. */
public enum ChunkSize {
  /** 16 KiB, good for most databases. */
  KIB_16,
  /** 8 KiB: less is stored where updates scatter, more where rows are only added. */
  KIB_8
}
