package dev.salvaguarda.testkit.proxmox;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The files of a container, which follow from a seed: {@code files} plain ones, and one of each
 * kind that is hard to archive. Of the plain ones {@code changed} are new each day after the first.
 *
 * @param seed of names, sizes and contents
 * @param files how many plain ones
 * @param largest of them, in bytes
 * @param changed how many change each day
 */
public record ContainerTree(long seed, int files, int largest, int changed) {
  private static final int FILES_OF_FOLDER = 50;
  private static final int LARGEST_HOLE = 1 << 20;
  private static final int LARGEST_FILES_OF_HOLE = 20;

  /** All members in the order in which they are archived. */
  public List<ContainerMember> on(int day) {
    List<ContainerMember> members = new ArrayList<>();
    for (String folder : List.of("./", "./dev/", "./etc/", "./srv/", "./var/")) {
      members.add(ContainerMember.of('5', folder, "", 0755));
    }
    addOddities(members);
    int[] versions = versions(day);
    for (int i = 0; i < files; i++) {
      String folder = "./srv/%03d/".formatted(i / FILES_OF_FOLDER);
      if (i % FILES_OF_FOLDER == 0) {
        members.add(ContainerMember.of('5', folder, "", 0750));
      }
      SplittableRandom random = new SplittableRandom(seed * 7919 + i);
      members.add(
          ContainerMember.file(
              folder + "file-" + i, random.nextInt(largest + 1), random.nextLong() + versions[i]));
    }
    return members;
  }

  private void addOddities(List<ContainerMember> members) {
    members.add(ContainerMember.of('3', "./dev/null", "", 0666));
    members.add(ContainerMember.of('4', "./dev/loop0", "", 0660));
    members.add(ContainerMember.of('6', "./dev/initctl", "", 0600));
    members.add(ContainerMember.file("./etc/hostname", 9, seed));
    members.add(ContainerMember.of('1', "./etc/hostname.link", "./etc/hostname", 0644));
    members.add(ContainerMember.of('2', "./etc/localtime", "../usr/share/zoneinfo/UTC", 0777));
    members.add(ContainerMember.of('2', "./etc/long-link", "../" + "x".repeat(120), 0777));
    members.add(
        ContainerMember.file("./etc/labelled", 40, seed + 1)
            .withAttribute("SCHILY.xattr.user.comment", "kept with care"));
    members.add(
        ContainerMember.file("./etc/shared", 40, seed + 2)
            .withAttribute(
                "SCHILY.acl.access", "user::rw-,user:1000:r--,group::r--,mask::r--,other::---"));
    // A name that is no UTF-8, as one of Latin-1.
    members.add(ContainerMember.file("./etc/caf\u00e9", 11, seed + 3));
    members.add(ContainerMember.file("./srv/" + "long-".repeat(40) + "name", 100, seed + 4));
    members.add(ContainerMember.file("./srv/empty", 0, seed + 5));
    members.add(ContainerMember.file("./var/sparse", 4096, seed + 6).behindHoles(hole()));
  }

  private int hole() {
    return Math.min(LARGEST_HOLE, largest * LARGEST_FILES_OF_HOLE);
  }

  private int[] versions(int day) {
    int[] versions = new int[files];
    for (int today = 2; today <= day; today++) {
      SplittableRandom random = new SplittableRandom(seed * 131 + today);
      for (int i = 0; i < changed && files > 0; i++) {
        versions[random.nextInt(files)] = today;
      }
    }
    return versions;
  }
}
