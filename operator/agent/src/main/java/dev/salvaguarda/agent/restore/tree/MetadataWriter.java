package dev.salvaguarda.agent.restore.tree;

import dev.salvaguarda.agent.restore.tree.TreeCalls.CallException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.RestoreInto.Directory;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.NodeBody;
import java.util.Objects;

/**
 * Gives an entry what belongs to it beside name and content, in the order that loses nothing: a new
 * owner takes special permissions away, and all of it changes the time.
 */
final class MetadataWriter {
  private static final ByteString ITSELF = ByteString.of(".");

  private final TreeCalls calls;
  private final Directory directory;
  private final TreeFaults faults;

  MetadataWriter(TreeCalls calls, Directory directory, TreeFaults faults) {
    this.calls = calls;
    this.directory = directory;
    this.faults = faults;
  }

  void ofFile(int parent, ByteString name, int file, TreeEvent.File event) {
    Metadata stored = event.metadata();
    String path = event.path().toString();
    own(parent, name, stored, path);
    attributes(parent, name, stored, path);
    attempt(path, "permissions", () -> calls.permit(file, stored.mode().unixPermissions()));
    time(parent, name, stored, path);
  }

  void ofDirectory(int parent, ByteString name, int opened, TreeEvent.Leave event) {
    Metadata stored = event.node().metadata();
    String path = event.path().toString();
    own(parent, name, stored, path);
    attributes(parent, name, stored, path);
    attempt(path, "permissions", () -> calls.permit(opened, stored.mode().unixPermissions()));
    time(parent, name, stored, path);
  }

  void ofRoot(int root, Metadata stored) {
    own(root, ITSELF, stored, "/");
    attributes(root, ITSELF, stored, "/");
    attempt("/", "permissions", () -> calls.permit(root, stored.mode().unixPermissions()));
    time(root, ITSELF, stored, "/");
  }

  void ofSpecial(int parent, ByteString name, TreeEvent.Special event) {
    Metadata stored = event.node().metadata();
    String path = event.path().toString();
    own(parent, name, stored, path);
    attributes(parent, name, stored, path);
    if (!(event.node().body() instanceof NodeBody.Symlink)) {
      attempt(
          path, "permissions", () -> calls.permit(parent, name, stored.mode().unixPermissions()));
    }
    time(parent, name, stored, path);
  }

  private void own(int parent, ByteString name, Metadata stored, String path) {
    long user = Objects.requireNonNullElse(directory.owner(), stored.owner().uid());
    long group = Objects.requireNonNullElse(directory.group(), stored.owner().gid());
    attempt(path, "owner", () -> calls.own(parent, name, user, group));
  }

  private void attributes(int parent, ByteString name, Metadata stored, String path) {
    for (Metadata.ExtendedAttribute attribute : stored.extendedAttributes()) {
      attempt(
          path,
          "attribute " + attribute.name(),
          () -> calls.attribute(parent, name, attribute.name(), attribute.value()));
    }
  }

  private void time(int parent, ByteString name, Metadata stored, String path) {
    attempt(
        path,
        "time",
        () -> calls.time(parent, name, stored.times().accessed(), stored.times().modified()));
  }

  private interface Change {
    void make() throws CallException;
  }

  private void attempt(String path, String what, Change change) {
    try {
      change.make();
    } catch (CallException e) {
      faults.add(
          FailureReason.TARGET_NOT_WRITABLE,
          "%s was restored without its %s: %s.".formatted(path, what, e.words()));
    }
  }
}
