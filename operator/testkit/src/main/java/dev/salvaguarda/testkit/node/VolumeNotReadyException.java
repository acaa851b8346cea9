package dev.salvaguarda.testkit.node;

/** A volume can't be laid out now; the pod waits, as it does on a real node. */
final class VolumeNotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VolumeNotReadyException(String message) {
    super(message);
  }
}
