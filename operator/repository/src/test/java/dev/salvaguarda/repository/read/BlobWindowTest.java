package dev.salvaguarda.repository.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which requests are made for the content that comes next. */
class BlobWindowTest {
  private static final long BUDGET = 32 << 20;

  private final Map<BlobId, BlobLocation> places = new HashMap<>();

  @Test
  void aPackThatHoldsThemInAnyOrderIsReadAtOnce() {
    List<BlobId> wanted = pack(1, 100, 10_000, 0);
    Collections.shuffle(wanted, new Random(7));

    BlobWindow window = window(wanted);

    assertThat(window.runs()).hasSize(1);
    assertThat(window.runs().iterator().next().length()).isEqualTo(1_000_000);
  }

  @Test
  void contentThatAlternatesBetweenPacksTakesOneRequestOfEach() {
    List<BlobId> first = pack(1, 50, 10_000, 0);
    List<BlobId> second = pack(2, 50, 10_000, 0);
    List<BlobId> wanted = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      wanted.add(first.get(i));
      wanted.add(second.get(i));
    }

    assertThat(window(wanted).runs()).hasSize(2);
  }

  @Test
  void whatLiesBetweenIsReadAlongIfItIsLittle() {
    List<BlobId> near = pack(1, 5, 10_000, BlobWindow.MAX_GAP);
    List<BlobId> far = pack(2, 5, 10_000, BlobWindow.MAX_GAP + 1);

    assertThat(window(near).runs()).hasSize(1);
    assertThat(window(far).runs()).hasSize(5);
  }

  @Test
  void whatIsWantedManyTimesIsFetchedOnce() {
    BlobId zeros = pack(1, 1, 1 << 20, 0).getFirst();

    BlobWindow window = window(Collections.nCopies(1000, zeros));

    assertThat(window.turns()).hasSize(1000);
    assertThat(window.runs()).hasSize(1);
  }

  @Test
  void aPackThatListsOneStretchTwiceIsNotReadWrongly() {
    BlobLocation whole = place(1, 1, 0, 5_000);
    BlobLocation within = place(1, 2, 1_000, 1_000);
    BlobLocation behind = place(1, 3, 5_000, 1_000);

    BlobWindow window = window(List.of(behind.blob().id(), within.blob().id(), whole.blob().id()));

    assertThat(window.runs()).hasSize(1);
    assertThat(window.runs().iterator().next().length()).isEqualTo(6_000);
  }

  @Test
  void aBlobWithoutAPlaceKeepsItsTurn() {
    BlobId known = pack(1, 1, 100, 0).getFirst();

    BlobWindow window = window(List.of(new BlobId(9, 9, 9, 9), known));

    assertThat(window.turns().getFirst()).isInstanceOf(BlobWindow.Turn.Lost.class);
    assertThat(window.turns().getLast()).isInstanceOf(BlobWindow.Turn.Stored.class);
  }

  @Test
  void theRequestThatIsNeededFirstComesFirst() {
    List<BlobId> second = pack(2, 1, 100, 0);
    List<BlobId> first = pack(1, 1, 100, 0);

    assertThat(window(List.of(second.getFirst(), first.getFirst())).runs())
        .extracting(BlobRun::pack)
        .containsExactly(new FileId(2, 0, 0, 0), new FileId(1, 0, 0, 0));
  }

  /** Blobs of all sizes, packs in any order, with gaps of all widths, some wanted twice. */
  @SeededTest(fixed = 5)
  void noWindowHoldsMoreThanItsBudget(long seed) {
    Random random = new Random(seed);
    List<BlobId> wanted = new ArrayList<>();
    for (int pack = 1; pack <= 6; pack++) {
      int gap = random.nextInt(3) == 0 ? 0 : random.nextInt(2 * BlobWindow.MAX_GAP);
      wanted.addAll(pack(pack, 200, 1 + random.nextInt(800_000), gap));
    }
    wanted.addAll(wanted.subList(0, 50));
    Collections.shuffle(wanted, random);
    Iterator<BlobId> ids = wanted.iterator();
    List<BlobId> served = new ArrayList<>();

    for (BlobWindow window = next(ids); !window.isEmpty(); window = next(ids)) {
      long held = 0;
      Set<PackedBlob> fetched = new HashSet<>();
      for (BlobRun run : window.runs()) {
        held += run.length();
        assertThat(run.length()).isLessThanOrEqualTo(BlobWindow.MAX_LENGTH);
        for (PackedBlob blob : run.blobs()) {
          assertThat(fetched.add(blob)).isTrue();
          held += BlobRun.roomOf(blob);
        }
      }
      assertThat(held).isLessThanOrEqualTo(BUDGET + BUDGET / 2 + 2 * 800_000);
      for (BlobWindow.Turn turn : window.turns()) {
        BlobLocation place = ((BlobWindow.Turn.Stored) turn).place();
        assertThat(window.runOf(place).blobs()).contains(place.blob());
        served.add(place.blob().id());
      }
    }
    assertThat(served).isEqualTo(wanted);
  }

  private BlobWindow window(List<BlobId> wanted) {
    return next(wanted.iterator());
  }

  private BlobWindow next(Iterator<BlobId> ids) {
    return BlobWindow.of(ids, this::locate, BUDGET);
  }

  private BlobLocation locate(BlobId id) {
    BlobLocation place = places.get(id);
    if (place == null) {
      throw new RepositoryException(Reason.OBJECT_MISSING, "It has no place.");
    }
    return place;
  }

  private List<BlobId> pack(int number, int count, int length, int gap) {
    List<BlobId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(place(number, i, i * (length + gap), length).blob().id());
    }
    return ids;
  }

  private BlobLocation place(int pack, int blob, int offset, int length) {
    BlobId id = new BlobId(pack, blob, 0, 0);
    int plain = 1 + length * 2 / 3;
    BlobLocation place =
        new BlobLocation(
            new FileId(pack, 0, 0, 0), new PackedBlob(BlobType.DATA, id, offset, length, plain));
    places.put(id, place);
    return place;
  }
}
