package dev.salvaguarda.controller.archive;

/**
 * Which key of a repository a reference of the spec opens.
 *
 * @param ref the Secret and key that hold the password, as {@code secret/key}
 * @param keyId id of the repository's key, 64 hex digits
 * @param addedByUs whether we wrote this key; one that a person wrote is never removed
 */
public record KnownKey(String ref, String keyId, boolean addedByUs) {}
