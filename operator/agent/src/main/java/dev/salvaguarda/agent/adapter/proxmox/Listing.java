package dev.salvaguarda.agent.adapter.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.agent.proxmox.ClusterNode;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what hosts list; they send numbers as such or as text, and truth as 0 and 1. */
final class Listing {
  private Listing() {}

  /**
   * The guests among the resources of a cluster, in the order of their numbers.
   *
   * @throws IllegalArgumentException if one lacks its number or node: leaving it out would leave it
   *     without a copy, and nobody would know
   */
  static List<Guest> guests(JsonNode resources) {
    List<Guest> guests = new ArrayList<>();
    for (JsonNode row : resources) {
      switch (row.path("type").asText()) {
        case "qemu" -> guests.add(guest(row, GuestKind.QEMU));
        case "lxc" -> guests.add(guest(row, GuestKind.LXC));
        default -> {
          // A storage or node.
        }
      }
    }
    guests.sort(Comparator.comparingInt(Guest::vmid));
    return guests;
  }

  private static Guest guest(JsonNode row, GuestKind kind) {
    int vmid = row.path("vmid").asInt(0);
    if (vmid <= 0) {
      throw new IllegalArgumentException("a guest has no number");
    }
    return new Guest(
        vmid,
        kind,
        row.path("name").asText(""),
        text(row, "node")
            .orElseThrow(() -> new IllegalArgumentException("guest " + vmid + " has no node")),
        row.path("status").asText().equals("running"),
        isTrue(row.path("template")),
        text(row, "lock"),
        tags(row.path("tags").asText("")),
        text(row, "pool"));
  }

  private static Set<String> tags(String joined) {
    return Stream.of(joined.split("[;,\\s]+", -1))
        .filter(tag -> !tag.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The nodes among the resources of a cluster, in the order of their names.
   *
   * @param status of the cluster, which knows their addresses; empty if it is not to be had
   */
  static List<ClusterNode> nodes(JsonNode resources, Optional<JsonNode> status) {
    Map<String, String> addresses = new HashMap<>();
    status.ifPresent(
        rows -> rows.forEach(row -> text(row, "ip").ifPresent(ip -> addresses.put(name(row), ip))));
    List<ClusterNode> nodes = new ArrayList<>();
    for (JsonNode row : resources) {
      text(row, "node")
          .filter(_ -> row.path("type").asText().equals("node"))
          .ifPresent(name ->
              nodes.add(
                  new ClusterNode(
                      name,
                      Optional.ofNullable(addresses.get(name)),
                      row.path("status").asText().equals("online"))));
    }
    nodes.sort(Comparator.comparing(ClusterNode::name));
    return nodes;
  }

  /** Whether a privilege is granted at a path; its value says only if also below. */
  static boolean isGranted(JsonNode permissions, String path, String privilege) {
    return permissions.path(path).hasNonNull(privilege);
  }

  private static String name(JsonNode row) {
    return row.path("name").asText();
  }

  private static Optional<String> text(JsonNode row, String field) {
    return Optional.of(row.path(field).asText("")).filter(text -> !text.isBlank());
  }

  static boolean isTrue(JsonNode node) {
    return Set.of("1", "true").contains(node.asText());
  }
}
