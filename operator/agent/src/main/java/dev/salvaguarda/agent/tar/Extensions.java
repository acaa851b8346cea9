package dev.salvaguarda.agent.tar;

import org.jspecify.annotations.Nullable;

/** What headers before a member say of it. */
final class Extensions {
  final PaxRecords pax = new PaxRecords();
  byte @Nullable [] name;
  byte @Nullable [] link;
  boolean any;
  int bytes;
}
