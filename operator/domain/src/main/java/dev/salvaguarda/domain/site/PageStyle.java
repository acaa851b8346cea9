package dev.salvaguarda.domain.site;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** How the page looks, and by which mark a browser knows that this is how it is meant to look. */
final class PageStyle {
  /** Every text stands on its ground with a contrast of at least 4.5, by day and by night. */
  static final String SHEET =
      """
      :root{color-scheme:light dark;--ground:#ffffff;--ink:#1b1f24;--soft:#4f5965;--line:#c9d1d9;--link:#0b57b0;--alarm:#8f0d20;--alarm-ground:#ffe9e7;--watch:#5f4000;--watch-ground:#fff2d3;--calm:#0b5527;--calm-ground:#e2f6e7}
      @media (prefers-color-scheme:dark){:root{--ground:#14181d;--ink:#e6e9ec;--soft:#aab4be;--line:#3a424b;--link:#86bcff;--alarm:#ffc2bb;--alarm-ground:#4a1518;--watch:#f5d799;--watch-ground:#3d2e08;--calm:#a4e6b6;--calm-ground:#123420}}
      *{box-sizing:border-box}
      body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;overflow-wrap:anywhere}
      header,main,footer{max-width:44rem;margin:0 auto;padding:0 1rem}
      header{padding-top:1.5rem}
      h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}
      h2{font-size:1.25rem;line-height:1.3;margin:2.25rem 0 .75rem}
      h3{font-size:1.05rem;line-height:1.35;margin:0}
      p{margin:.5rem 0}
      a{color:var(--link)}
      a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
      .by,.when,.none,footer{color:var(--soft)}
      .by{margin:0;font-size:.95rem}
      .when{margin:1rem 0 .25rem;font-size:.9rem}
      .all{margin:0;padding:.85rem 1rem;border-radius:.5rem;border:1px solid currentColor;font-size:1.1rem;font-weight:600}
      .alarm{color:var(--alarm);background:var(--alarm-ground)}
      .watch{color:var(--watch);background:var(--watch-ground)}
      .calm{color:var(--calm);background:var(--calm-ground)}
      article{border:1px solid var(--line);border-radius:.5rem;margin:0 0 1rem;padding:1rem}
      .standing{display:inline-block;margin:0 0 .5rem;padding:.1rem .6rem;border-radius:1rem;border:1px solid currentColor;font-size:.85rem;font-weight:600}
      .told{border-top:1px solid var(--line);margin-top:1rem}
      summary{cursor:pointer;padding:.25rem 0}
      summary .standing{margin-left:.25rem}
      summary .when{display:block;margin:.25rem 0 0}
      footer{border-top:1px solid var(--line);margin-top:2.5rem;padding-top:1rem;padding-bottom:2rem;font-size:.9rem}
      footer ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:0 1.25rem}
      footer a{display:inline-block;padding:.6rem 0}
      """;

  /** What the page may do: look like this. It loads nothing, runs nothing and sends nothing. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
          .formatted(sha256(SHEET));

  private PageStyle() {}

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
