package dev.salvaguarda.agent.vma;

import dev.salvaguarda.repository.tree.ByteString;

/**
 * A configuration file of a guest, as it lies in an archive.
 *
 * @param name for example {@code qemu-server.conf}
 * @param data at most 65535 bytes
 */
public record VmaConfig(String name, ByteString data) {}
