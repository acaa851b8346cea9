package dev.salvaguarda.domain.site;

/**
 * A file of a page.
 *
 * @param name without a folder
 * @param contentType as HTTP names it, with the character set
 * @param text in UTF-8
 */
public record SiteFile(String name, String contentType, String text) {}
