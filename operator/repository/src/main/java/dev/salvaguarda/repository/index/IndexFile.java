package dev.salvaguarda.repository.index;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.salvaguarda.repository.codec.Json;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The JSON form of index files, read and written as a stream: they can be large. */
final class IndexFile {
  /** Receives the packs of an index file. */
  interface Visitor {
    void pack(FileId pack, List<PackedBlob> blobs);
  }

  /** A pack and what is in it. */
  record Pack(FileId id, List<PackedBlob> blobs) {}

  private IndexFile() {}

  static void write(List<Pack> packs, OutputStream out) throws IOException {
    try (JsonGenerator json = Json.factory().createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("packs");
      for (Pack pack : packs) {
        json.writeStartObject();
        json.writeStringField("id", pack.id().toString());
        json.writeArrayFieldStart("blobs");
        for (PackedBlob blob : pack.blobs()) {
          writeBlob(json, blob);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void writeBlob(JsonGenerator json, PackedBlob blob) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", blob.id().toString());
    json.writeStringField("type", blob.type().wireName());
    json.writeNumberField("offset", blob.offset());
    json.writeNumberField("length", blob.length());
    if (blob.isCompressed()) {
      json.writeNumberField("uncompressed_length", blob.plainLength());
    }
    json.writeEndObject();
  }

  /** Hands every pack to {@code visitor} and returns the index files that this one replaces. */
  static Set<FileId> read(InputStream content, FileId name, Visitor visitor) {
    try (JsonParser json = Json.factory().createParser(content)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      Set<FileId> superseded = new HashSet<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if ("packs".equals(field) && value == JsonToken.START_ARRAY) {
          readPacks(json, visitor);
        } else if ("supersedes".equals(field) && value == JsonToken.START_ARRAY) {
          while (json.nextToken() == JsonToken.VALUE_STRING) {
            superseded.add(FileId.parse(json.getText()));
          }
        } else {
          json.skipChildren();
        }
      }
      require(json.currentToken() == JsonToken.END_OBJECT);
      // Also what is behind its end is read, which shows whether the compressed file is whole.
      require(json.nextToken() == null);
      return superseded;
    } catch (IOException | IllegalArgumentException e) {
      throw new RepositoryException(
          Reason.CORRUPT,
          "The index file %s is not the JSON that it should be.".formatted(name.abbreviated()),
          e);
    }
  }

  private static void readPacks(JsonParser json, Visitor visitor) throws IOException {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String id = "";
      List<PackedBlob> blobs = new ArrayList<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if ("id".equals(field)) {
          id = json.getText();
        } else if ("blobs".equals(field) && value == JsonToken.START_ARRAY) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            blobs.add(readBlob(json));
          }
        } else {
          json.skipChildren();
        }
      }
      visitor.pack(FileId.parse(id), blobs);
    }
    require(json.currentToken() == JsonToken.END_ARRAY);
  }

  private static PackedBlob readBlob(JsonParser json) throws IOException {
    String id = "";
    String type = "";
    int offset = -1;
    int length = -1;
    int plainLength = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "id" -> id = json.getText();
        case "type" -> type = json.getText();
        case "offset" -> offset = json.getIntValue();
        case "length" -> length = json.getIntValue();
        case "uncompressed_length" -> plainLength = json.getIntValue();
        default -> json.skipChildren();
      }
    }
    require(offset >= 0 && length > 0 && plainLength >= 0);
    return new PackedBlob(BlobType.ofWireName(type), BlobId.parse(id), offset, length, plainLength);
  }

  private static void require(boolean wellFormed) throws IOException {
    if (!wellFormed) {
      throw new IOException("unexpected structure");
    }
  }
}
