package dev.salvaguarda.api.source;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The average size of the pieces in which a dump is stored. */
public enum DumpChunkSize {
  /** 16 KiB, good for most databases. */
  @JsonProperty("16Ki")
  KIB_16,
  /** 8 KiB: less is stored where updates scatter over whole tables. */
  @JsonProperty("8Ki")
  KIB_8
}
