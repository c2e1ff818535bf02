package io.penstock.lake.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Window;
import io.penstock.lake.fingerprint.ContentHash.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentHashTest {
  private static final Window FIRST = day("2001-01-01T00:00:00Z");
  private static final Window SECOND = day("2001-01-02T00:00:00Z");

  @Test
  void isTheHashOfItsPartsInTheirOrder() {
    Part first = new Part(FIRST, "delayed=true", new Fingerprint(2, 3, 4));
    Part second = new Part(FIRST, "delayed=truer", new Fingerprint(1, -1, 0));
    Part third = new Part(SECOND, "", new Fingerprint(7, 0, 9));

    assertThat(ContentHash.of(List.of(third, second, first)))
        .isEqualTo(ContentHash.of(List.of(first, second, third)))
        .hasToString("815affacc2f230e08b4552151a66847731d42d79874ad5468c34ba7283d1492e");
  }

  @Test
  void ofNothingIsTheHashOfNoBytes() {
    assertThat(ContentHash.of(List.of()))
        .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void anEmptyPartDoesNotCount() {
    Part part = new Part(SECOND, "a", new Fingerprint(1, 2, 3));

    assertThat(ContentHash.of(List.of(new Part(FIRST, "a", Fingerprint.EMPTY), part)))
        .isEqualTo(ContentHash.of(List.of(part)));
  }

  @Test
  void windowAndPartitionOccurOnce() {
    Part part = new Part(FIRST, "a", new Fingerprint(1, 2, 3));

    assertThatThrownBy(() -> ContentHash.of(List.of(part, part)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isTheSameOfGroupsThatComeInOrder() {
    Part first = new Part(FIRST, "a", new Fingerprint(1, 2, 3));
    Part second = new Part(SECOND, "a", new Fingerprint(1, 2, 3));
    Part third = new Part(SECOND, "b", new Fingerprint(1, 2, 3));
    ContentHash.Digest digest = new ContentHash.Digest();
    digest.add(List.of(first));
    digest.add(List.of(third, second));

    assertThat(digest.end()).isEqualTo(ContentHash.of(List.of(first, second, third)));
  }

  @Test
  void refusesAGroupThatComesTooLate() {
    ContentHash.Digest digest = new ContentHash.Digest();
    digest.add(List.of(new Part(SECOND, "a", new Fingerprint(1, 2, 3))));

    assertThatThrownBy(() -> digest.add(List.of(new Part(FIRST, "a", new Fingerprint(1, 2, 3)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("out of order");
  }

  private static Window day(String start) {
    Instant instant = Instant.parse(start);
    return new Window(instant, instant.plus(Duration.ofDays(1)));
  }
}
