package dev.salvaguarda.domain.workorder;

/**
 * Which attempt of which object's work this is. What the attempt leaves in a repository carries it
 * as tags, which is how the operator finds it again when the pod could not tell.
 *
 * @param kind of the object, for instance {@code BackupRun}
 * @param namespace of the object
 * @param name of the object
 * @param uid the object's {@code metadata.uid}: two of one name, one after the other, differ in it
 * @param attempt counted from 1
 */
public record WorkIdentity(String kind, String namespace, String name, String uid, int attempt) {
  public WorkIdentity {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt is counted from 1, but is " + attempt);
    }
  }
}
