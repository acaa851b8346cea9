package dev.salvaguarda.repository.tree;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.salvaguarda.repository.model.BlobId;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects a node's fields in whatever order they come. */
final class NodeFields {
  /** What Go writes for a time that was never set. */
  private static final Instant UNSET = Instant.parse("0001-01-01T00:00:00Z");

  private ByteString name = ByteString.of("");
  private String type = "";
  private long mode;
  private Instant modified = UNSET;
  private Instant accessed = UNSET;
  private Instant changed = UNSET;
  private long uid;
  private long gid;
  private String user = "";
  private String group = "";
  private long inode;
  private long deviceId;
  private long size;
  private long links;
  private long device;
  private String linkTarget = "";
  private byte @Nullable [] rawLinkTarget;
  private BlobIds content = BlobIds.empty();
  private @Nullable BlobId subtree;
  private final List<Metadata.ExtendedAttribute> attributes = new ArrayList<>();

  void read(String field, JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    switch (field) {
      case "name" -> name = QuotedName.unquote(json.getText());
      case "type" -> type = json.getText();
      case "mode" -> mode = unsigned(json);
      case "mtime" -> modified = time(json);
      case "atime" -> accessed = time(json);
      case "ctime" -> changed = time(json);
      case "uid" -> uid = json.getLongValue();
      case "gid" -> gid = json.getLongValue();
      case "user" -> user = json.getText();
      case "group" -> group = json.getText();
      case "inode" -> inode = unsigned(json);
      case "device_id" -> deviceId = unsigned(json);
      case "size" -> size = unsigned(json);
      case "links" -> links = unsigned(json);
      case "linktarget" -> linkTarget = json.getText();
      case "linktarget_raw" -> rawLinkTarget = json.getBinaryValue();
      case "device" -> device = unsigned(json);
      case "content" -> readContent(json);
      case "subtree" -> subtree = BlobId.parse(json.getText());
      case "extended_attributes" -> readAttributes(json);
      default -> json.skipChildren();
    }
  }

  Node toNode() {
    Metadata metadata =
        new Metadata(
            new FileMode(mode),
            new Metadata.Times(modified, accessed, changed),
            new Metadata.Owner(uid, gid, user, group),
            new Metadata.Identity(inode, deviceId, links),
            attributes);
    return new Node(name, metadata, body());
  }

  private NodeBody body() {
    return switch (type) {
      case "file" -> new NodeBody.File(size, content);
      case "dir" -> new NodeBody.Directory(requireSubtree());
      case "symlink" ->
          new NodeBody.Symlink(
              rawLinkTarget != null ? ByteString.wrap(rawLinkTarget) : ByteString.of(linkTarget));
      case "dev" -> new NodeBody.Device(false, device);
      case "chardev" -> new NodeBody.Device(true, device);
      case "fifo" -> new NodeBody.Fifo();
      case "socket" -> new NodeBody.Socket();
      default -> new NodeBody.Unknown(type);
    };
  }

  private BlobId requireSubtree() {
    if (subtree == null) {
      throw new IllegalArgumentException("the directory " + name + " names no tree");
    }
    return subtree;
  }

  private void readContent(JsonParser json) throws IOException {
    BlobIds.Builder ids = new BlobIds.Builder();
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      ids.add(BlobId.parse(json.getText()));
    }
    content = ids.build();
  }

  private void readAttributes(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String attribute = "";
      byte[] value = {};
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("name")) {
          attribute = json.getText();
        } else if (field.equals("value") && json.currentToken() == JsonToken.VALUE_STRING) {
          value = json.getBinaryValue();
        } else {
          json.skipChildren();
        }
      }
      attributes.add(
          new Metadata.ExtendedAttribute(ByteString.of(attribute), ByteString.wrap(value)));
    }
  }

  private static Instant time(JsonParser json) throws IOException {
    return OffsetDateTime.parse(json.getText()).toInstant();
  }

  private static long unsigned(JsonParser json) throws IOException {
    return Long.parseUnsignedLong(json.getText());
  }
}
