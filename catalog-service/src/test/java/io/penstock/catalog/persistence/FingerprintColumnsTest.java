package io.penstock.catalog.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.fingerprint.Fingerprint;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class FingerprintColumnsTest {
  private static final String MAX = "ffffffffffffffffffffffffffffffff";

  @Test
  void keepsEveryBit() {
    Fingerprint fingerprint = Fingerprint.parse(3, MAX);
    FingerprintColumns columns = FingerprintColumns.of(fingerprint);
    assertThat(columns.sum()).isEqualTo("340282366920938463463374607431768211455");
    assertThat(columns.fingerprint()).isEqualTo(fingerprint);
  }

  @Test
  void aSumOfSumsIsTakenModulo2To128() {
    BigDecimal twice =
        FingerprintColumns.of(Fingerprint.parse(1, MAX)).sum().multiply(BigDecimal.TWO);
    assertThat(FingerprintColumns.fingerprint(2L, twice))
        .isEqualTo(Fingerprint.parse(2, "fffffffffffffffffffffffffffffffe"));
  }

  @Test
  void theSumOverNoRowsIsEmpty() {
    assertThat(FingerprintColumns.fingerprint(null, null)).isEqualTo(Fingerprint.EMPTY);
  }

  @Test
  void leadingZerosCount() {
    Fingerprint small = Fingerprint.parse(1, "00000000000000000000000000000001");
    assertThat(FingerprintColumns.of(small).fingerprint()).isEqualTo(small);
  }
}
