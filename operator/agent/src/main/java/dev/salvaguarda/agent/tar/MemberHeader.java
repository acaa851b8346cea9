package dev.salvaguarda.agent.tar;

import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Metadata.ExtendedAttribute;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All headers of one member.
 *
 * @param header the last one
 * @param extensions what those before it say, which counts more
 */
record MemberHeader(HeaderBlock header, Extensions extensions) {
  /** The member that they are of. */
  TarMember member(MemberKind read, long size, SparseMap map) throws TarException {
    PaxRecords pax = extensions.pax;
    byte[] name =
        pax.bytes("GNU.sparse.name")
            .or(() -> pax.bytes("path"))
            .or(() -> Optional.ofNullable(extensions.name))
            .orElseGet(header::name);
    byte[] link =
        pax.bytes("linkpath")
            .or(() -> Optional.ofNullable(extensions.link))
            .orElseGet(header::link);
    if (kindHasNoTarget(read, link)) {
      throw TarException.damaged("a symbolic link leads nowhere");
    }
    boolean folder = read == MemberKind.FILE && name.length > 0 && name[name.length - 1] == '/';
    if (folder && size > 0) {
      throw TarException.damaged("a directory has content");
    }
    MemberKind kind = folder ? MemberKind.DIRECTORY : read;
    Instant modified = modified();
    List<ExtendedAttribute> attributes = pax.attributes();
    return new TarMember(
        MemberPath.of(name),
        kind,
        header.permissions(),
        new TarMember.Owner(
            id(pax.number("uid").orElse(header.uid())),
            id(pax.number("gid").orElse(header.gid())),
            pax.text("uname").orElseGet(() -> text(header.user())),
            pax.text("gname").orElseGet(() -> text(header.group()))),
        new TarMember.Times(modified, pax.time("ctime").orElse(modified)),
        size,
        ByteString.of(kind == MemberKind.SYMBOLIC_LINK ? link : new byte[0]),
        kind == MemberKind.HARD_LINK ? MemberPath.of(link) : MemberPath.ROOT,
        isDevice(kind) ? header.device() : 0,
        attributes,
        pax.namesUnknown(),
        map);
  }

  private static boolean kindHasNoTarget(MemberKind kind, byte[] link) {
    return kind == MemberKind.SYMBOLIC_LINK
        && (link.length == 0 || ByteString.of(link).toString().indexOf(0) >= 0);
  }

  private static boolean isDevice(MemberKind kind) {
    return kind == MemberKind.CHARACTER_DEVICE || kind == MemberKind.BLOCK_DEVICE;
  }

  private Instant modified() throws TarException {
    Optional<Instant> exact = extensions.pax.time("mtime");
    if (exact.isPresent()) {
      return exact.get();
    }
    try {
      return Instant.ofEpochSecond(header.modified());
    } catch (DateTimeException _) {
      throw TarException.damaged("a time is out of range");
    }
  }

  private static long id(long number) throws TarException {
    if (number > 0xffff_ffffL) {
      throw TarException.damaged("the number of a user or group is too large");
    }
    return number;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
