package dev.salvaguarda.repository.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
  @Property
  void readsWhatItWrites(@ForAll long a, @ForAll long b, @ForAll long c, @ForAll long d) {
    BlobId id = new BlobId(a, b, c, d);
    byte[] bytes = new byte[40];

    id.writeTo(bytes, 5);

    assertThat(BlobId.at(bytes, 5)).isEqualTo(id);
    assertThat(BlobId.parse(id.toString())).isEqualTo(id);
    assertThat(id.toString()).hasSize(64).startsWith(id.abbreviated());
  }

  @Property
  void ordersAsItsDigitsDo(@ForAll long a, @ForAll long b) {
    FileId one = new FileId(a, 1, 2, 3);
    FileId other = new FileId(b, 1, 2, 3);

    assertThat(Integer.signum(one.compareTo(other)))
        .isEqualTo(Integer.signum(one.toString().compareTo(other.toString())));
  }

  @Test
  void isTheSha256OfTheContent() {
    assertThat(BlobId.ofContent(new byte[0], 0, 0).toString())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "zz"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> BlobId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
