package dev.salvaguarda.agent.tar;

/**
 * How large an archive may say that it is.
 *
 * @param memberBytes of one file, holes included
 * @param totalBytes of all files, holes included
 */
public record TarLimits(long memberBytes, long totalBytes) {}
