package dev.salvaguarda.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.config.RepositoryConfig;
import dev.salvaguarda.repository.fixture.Contexts;
import dev.salvaguarda.repository.fixture.FaultyStore;
import dev.salvaguarda.repository.fixture.InMemoryObjectStore;
import dev.salvaguarda.repository.key.KeyInfo;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RepositoryTest {
  private static final SecretBytes PASSWORD = SecretBytes.ofUtf8("a password, gewöhnlich");
  private static final SecretBytes RECOVERY = SecretBytes.ofUtf8("in the safe");
  private static final SecretBytes WRONG = SecretBytes.ofUtf8("guessed");

  private final InMemoryObjectStore store = new InMemoryObjectStore();

  @Test
  void opensWithAnyOfItsPasswordsAndNoOther() {
    RepositoryConfig config = create(RECOVERY).config();

    assertThat(open(PASSWORD).config()).isEqualTo(config);
    assertThat(open(RECOVERY).config()).isEqualTo(config);
    assertFails(Reason.WRONG_PASSWORD, () -> open(WRONG));
  }

  @Test
  void givesNewKeysTheCostThatResticGivesThem() {
    RepositoryContext context =
        new RepositoryContext(Clock.systemUTC(), new SecureRandom(), Contexts.here().actor());

    Repository.create(store, PASSWORD, List.of(), context).close();

    assertThat(store.objects().entrySet().stream().filter(e -> e.getKey().startsWith("keys/")))
        .hasSize(1)
        .allSatisfy(key ->
            assertThat(new String(key.getValue(), StandardCharsets.UTF_8))
                .contains("\"N\":32768", "\"r\":8", "\"p\":1"));
  }

  @Test
  void saysThatThereIsNoneYet() {
    assertThat(Repository.exists(store)).isFalse();
    assertFails(Reason.NO_REPOSITORY, () -> open(PASSWORD));
  }

  @Test
  void keysWithoutAConfigAreNoRepositoryWhateverThePassword() {
    create();
    store.objects().remove("config");

    assertFails(Reason.NO_REPOSITORY, () -> open(PASSWORD));
    assertFails(Reason.NO_REPOSITORY, () -> open(RECOVERY));
  }

  @Test
  void isNeverMadeTwiceInOnePlace() {
    create();

    assertFails(Reason.ALREADY_EXISTS, this::create);
  }

  @Test
  void whoMakesOneTooLateTakesItsKeysBack() {
    FaultyStore late = new FaultyStore(store);
    late.beforePut("keys/", () -> create());

    assertFails(
        Reason.ALREADY_EXISTS,
        () -> Repository.create(late, PASSWORD, List.of(RECOVERY), Contexts.here()));

    assertThat(open(PASSWORD).keys()).hasSize(1);
    assertFails(Reason.WRONG_PASSWORD, () -> open(RECOVERY));
  }

  @Test
  void whoMakesOneTooLateLeavesKeysThatTheOtherBuiltUpon() {
    FaultyStore late = new FaultyStore(store);
    late.beforePut("config", () -> create());

    assertFails(
        Reason.ALREADY_EXISTS,
        () -> Repository.create(late, PASSWORD, List.of(RECOVERY), Contexts.here()));

    assertThat(open(PASSWORD).config()).isEqualTo(open(RECOVERY).config());
  }

  @Test
  void aCreationThatWasInterruptedIsCompleted() {
    create(RECOVERY);
    store.objects().remove("config");

    Repository completed = create(RECOVERY);

    assertThat(completed.keys()).hasSize(2);
    assertThat(open(RECOVERY).config()).isEqualTo(completed.config());
  }

  @Test
  void aRepositoryThatLostItsConfigIsNotOverwritten() {
    create();
    store.objects().remove("config");
    store.put("snapshots/" + new FileId(1, 2, 3, 4), new byte[10]);

    assertFails(Reason.CORRUPT, this::create);
  }

  @Test
  void aPasswordCanBeAddedAndRemoved() {
    Repository repository = create();
    FileId added = repository.addKey(RECOVERY);
    assertThat(open(RECOVERY).config()).isEqualTo(repository.config());

    repository.removeKey(added);

    assertThat(repository.keys()).extracting(KeyInfo::id).containsExactly(repository.keyInUse());
    assertFails(Reason.WRONG_PASSWORD, () -> open(RECOVERY));
  }

  @Test
  void theKeyInUseCannotBeRemoved() {
    Repository repository = create();

    assertThatThrownBy(() -> repository.removeKey(repository.keyInUse()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyPasswordIsRefused() {
    assertThatThrownBy(
            () -> Repository.create(store, SecretBytes.ofUtf8(""), List.of(), Contexts.here()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDamagedKeyFileIsNamed() {
    Repository repository = create();
    String key = "keys/" + repository.keyInUse();
    store.damage(key, 40);

    assertFails(Reason.CORRUPT, () -> open(PASSWORD));
  }

  @Test
  void aDamagedConfigIsNamed() {
    create();
    store.damage("config", 20);

    assertFails(Reason.CORRUPT, () -> open(PASSWORD));
  }

  @Test
  void keysTellWhoAddedThemAndWhen() {
    create();

    assertThat(open(PASSWORD).keys())
        .singleElement()
        .satisfies(key -> {
          assertThat(key.created()).isEqualTo(Contexts.NOON);
          assertThat(key.hostname()).isEqualTo("pod-1");
        });
  }

  private Repository create(SecretBytes... recovery) {
    return Repository.create(store, PASSWORD, List.of(recovery), Contexts.here());
  }

  private Repository open(SecretBytes password) {
    return Repository.open(store, password, Contexts.here());
  }

  private static void assertFails(Reason reason, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
