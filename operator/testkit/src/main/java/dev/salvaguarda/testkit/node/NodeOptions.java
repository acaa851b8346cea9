package dev.salvaguarda.testkit.node;

/**
 * What kind of node is wanted.
 *
 * @param name of the node
 * @param images what it can run
 * @param storage folders that stand for storage outside the node
 * @param makesJobPods whether it makes the pods of Jobs itself and ends the Jobs, which is needed
 *     only where kube-controller-manager is missing
 */
public record NodeOptions(
    String name, ImageCatalog images, NodeStorage storage, boolean makesJobPods) {

  /** A node beside real controllers. */
  public static NodeOptions of(ImageCatalog images) {
    return new NodeOptions("stand-in", images, NodeStorage.none(), false);
  }

  public NodeOptions withName(String other) {
    return new NodeOptions(other, images, storage, makesJobPods);
  }

  public NodeOptions withStorage(NodeStorage other) {
    return new NodeOptions(name, images, other, makesJobPods);
  }

  /** The same, or one that makes the pods of Jobs itself. */
  public NodeOptions withJobPods(boolean wanted) {
    return new NodeOptions(name, images, storage, wanted);
  }
}
