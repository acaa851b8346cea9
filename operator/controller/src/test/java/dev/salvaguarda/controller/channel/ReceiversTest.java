package dev.salvaguarda.controller.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiversTest {
  private static final String WHERE = "Secret \"technician\", key \"addresses\"";

  @Test
  void addressesStandBetweenCommasSemicolonsAndLineEndsAndCountOnce() {
    Map<String, String> lists = new LinkedHashMap<>();
    lists.put("a", "ana@example.org, eva@example.org;bia@example.org\r\n\n");
    lists.put("b", "ANA@example.org\n");

    assertThat(Receivers.of(lists, Receivers.Kind.MAIL))
        .isEqualTo(
            new Receivers(
                List.of("ana@example.org", "eva@example.org", "bia@example.org"), List.of(), 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ana",
        "ana@",
        "@example.org",
        "a b@example.org",
        "ana@example.org>",
        "Ana <ana@example.org>",
        "ana@eva@example.org"
      })
  void whatCannotBeAnAddressIsToldByItsPlaceAndKeepsNobodyElseFromBeingTold(String wrong) {
    Receivers receivers =
        Receivers.of(Map.of(WHERE, "eva@example.org," + wrong), Receivers.Kind.MAIL);

    assertThat(receivers.addresses()).containsExactly("eva@example.org");
    assertThat(receivers.impossible()).isEqualTo(1);
    assertThat(receivers.troubles())
        .containsExactly("Entry 2 of " + WHERE + " is no address such as name@example.org.");
  }

  @Test
  void aListWithNobodyIsTold() {
    assertThat(Receivers.of(Map.of(WHERE, " ,\n"), Receivers.Kind.MAIL).troubles())
        .containsExactly("There is no address in " + WHERE + ".");
  }

  @Test
  void numbersAreTakenAsPeopleWriteThemEachOnce() {
    String list = "+55 (27) 99999-0000; +5527999990000\n27 99999-0000, +0";
    Receivers receivers = Receivers.of(Map.of(WHERE, list), Receivers.Kind.NUMBER);

    assertThat(receivers.addresses()).containsExactly("+5527999990000");
    assertThat(receivers.troubles())
        .containsExactly(
            "Entry 3 of " + WHERE + " is no number such as +5527999990000.",
            "Entry 4 of " + WHERE + " is no number such as +5527999990000.");
  }

  @Test
  void noAddressIsPrinted() {
    assertThat(Receivers.of(Map.of(WHERE, "eva@example.org"), Receivers.Kind.MAIL).toString())
        .doesNotContain("eva");
  }
}
