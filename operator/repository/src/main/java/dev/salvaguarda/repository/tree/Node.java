package dev.salvaguarda.repository.tree;

/**
 * An entry of a directory.
 *
 * @param name the last component of its path: not empty, without slash and NUL
 * @param metadata what the file system knows of it
 * @param body what it is
 */
public record Node(ByteString name, Metadata metadata, NodeBody body) {}
