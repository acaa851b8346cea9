package dev.salvaguarda.repository.model;

import java.nio.file.Path;

/**
 * A local file that is to become an object.
 *
 * @param path where it is
 * @param length in bytes
 * @param md5 of the bytes that were meant to be in it, as Base64: the store compares it with what
 *     arrives, so that a disk that changed them is found out
 */
public record StagedFile(Path path, long length, String md5) {}
