package dev.salvaguarda.testkit.node;

import java.nio.file.Path;
import java.util.Map;

/**
 * Local folders that stand for storage outside the node.
 *
 * @param claims {@code namespace/claim} to folder; a claim that isn't listed is followed to the
 *     {@code hostPath} or {@code local} path of its bound volume
 * @param shares NFS share as {@code server:/path} to folder
 */
public record NodeStorage(Map<String, Path> claims, Map<String, Path> shares) {
  public NodeStorage {
    claims = Map.copyOf(claims);
    shares = Map.copyOf(shares);
  }

  /** No storage but what pods bring along. */
  public static NodeStorage none() {
    return new NodeStorage(Map.of(), Map.of());
  }
}
