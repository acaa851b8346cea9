package dev.salvaguarda.repository.tree;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.salvaguarda.repository.model.BlobId;
import java.io.IOException;
import java.time.Instant;

/** Writes one node in restic's JSON form. */
record NodeWriter(JsonGenerator json) {
  /** The years that RFC 3339 can spell; file systems hold others after accidents. */
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  void write(Node node) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", QuotedName.quote(node.name()));
    json.writeStringField("type", type(node.body()));
    writeMetadata(node.metadata());
    writeBody(node);
    json.writeEndObject();
  }

  private static String type(NodeBody body) {
    return switch (body) {
      case NodeBody.File _ -> "file";
      case NodeBody.Directory _ -> "dir";
      case NodeBody.Symlink _ -> "symlink";
      case NodeBody.Device(boolean character, _) -> character ? "chardev" : "dev";
      case NodeBody.Fifo _ -> "fifo";
      case NodeBody.Socket _ -> "socket";
      case NodeBody.Unknown(String type) -> type;
    };
  }

  private void writeMetadata(Metadata metadata) throws IOException {
    writeUnlessZero("mode", metadata.mode().bits());
    writeTime("mtime", metadata.times().modified());
    writeTime("atime", metadata.times().accessed());
    writeTime("ctime", metadata.times().changed());
    json.writeNumberField("uid", metadata.owner().uid());
    json.writeNumberField("gid", metadata.owner().gid());
    writeUnlessEmpty("user", metadata.owner().user());
    writeUnlessEmpty("group", metadata.owner().group());
    writeUnlessZero("inode", metadata.identity().inode());
    writeUnlessZero("device_id", metadata.identity().device());
  }

  private void writeBody(Node node) throws IOException {
    NodeBody body = node.body();
    if (body instanceof NodeBody.File(long size, _)) {
      writeUnlessZero("size", size);
    }
    writeUnlessZero("links", node.metadata().identity().links());
    if (body instanceof NodeBody.Symlink(ByteString target)) {
      json.writeStringField("linktarget", target.toString());
      if (!target.isUtf8()) {
        json.writeBinaryField("linktarget_raw", target.unsafeBytes());
      }
    }
    writeExtendedAttributes(node.metadata());
    if (body instanceof NodeBody.Device(_, long number)) {
      writeUnlessZero("device", number);
    }
    json.writeFieldName("content");
    if (body instanceof NodeBody.File(_, BlobIds content)) {
      json.writeStartArray();
      for (BlobId id : content) {
        json.writeString(id.toString());
      }
      json.writeEndArray();
    } else {
      json.writeNull();
    }
    if (body instanceof NodeBody.Directory(BlobId subtree)) {
      json.writeStringField("subtree", subtree.toString());
    }
  }

  private void writeExtendedAttributes(Metadata metadata) throws IOException {
    if (metadata.extendedAttributes().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("extended_attributes");
    for (Metadata.ExtendedAttribute attribute : metadata.extendedAttributes()) {
      json.writeStartObject();
      json.writeStringField("name", attribute.name().toString());
      json.writeBinaryField("value", attribute.value().unsafeBytes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeTime(String field, Instant time) throws IOException {
    Instant spelled = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    json.writeStringField(field, spelled.toString());
  }

  private void writeUnlessZero(String field, long unsigned) throws IOException {
    if (unsigned != 0) {
      json.writeFieldName(field);
      json.writeNumber(Long.toUnsignedString(unsigned));
    }
  }

  private void writeUnlessEmpty(String field, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(field, text);
    }
  }
}
