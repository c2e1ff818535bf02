package io.penstock.contracts.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  @Test
  void addsModulo2To128() {
    Fingerprint almost = new Fingerprint(1, -1, -1);

    assertThat(almost.plus(new Fingerprint(1, 0, 2))).isEqualTo(new Fingerprint(2, 0, 1));
  }

  @Test
  void carriesFromTheLowerHalf() {
    Fingerprint low = new Fingerprint(1, 0, 0xffff_ffff_ffff_ffffL);

    assertThat(low.plusRow(0, 1)).isEqualTo(new Fingerprint(2, 1, 0));
  }

  @Test
  void subtractsWhatWasAdded() {
    Fingerprint a = new Fingerprint(3, 7, 5);
    Fingerprint b = new Fingerprint(2, -9, -1);

    assertThat(a.plus(b).minus(b)).isEqualTo(a);
  }

  @Test
  void isCountAndHexSumInJson() {
    Fingerprint fingerprint = new Fingerprint(2, 0x0123456789abcdefL, 0xfL);

    assertThat(Json.text(fingerprint))
        .isEqualTo("{\"count\":2,\"sum\":\"0123456789abcdef000000000000000f\"}");
    assertThat(
            Json.read(Json.text(fingerprint).getBytes(StandardCharsets.UTF_8), Fingerprint.class))
        .isEqualTo(fingerprint);
  }

  @Test
  void hasNoSumWithoutRows() {
    assertThatThrownBy(() -> new Fingerprint(0, 0, 1)).hasMessage("no rows, but a sum");
  }
}
