package io.penstock.contracts.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.fingerprint.Fingerprint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildLedgerTest {
  private static final Fingerprint ONE = new Fingerprint(1, 5, -6);
  private static final Fingerprint TWO = new Fingerprint(2, -7, 8);
  private static final BuildLedger ROW_WISE =
      new BuildLedger(
          ONE,
          Fingerprint.EMPTY,
          Fingerprint.EMPTY,
          Fingerprint.EMPTY,
          ONE,
          Optional.of(ONE),
          Optional.of(Fingerprint.EMPTY));
  private static final BuildLedger ENDS_AT_PASSED =
      new BuildLedger(
          TWO,
          Fingerprint.EMPTY,
          Fingerprint.EMPTY,
          Fingerprint.EMPTY,
          TWO,
          Optional.empty(),
          Optional.empty());

  @Test
  void withoutWhatWasAddedItIsWhatItWas() {
    assertThat(ROW_WISE.plus(ROW_WISE).minus(ROW_WISE)).isEqualTo(ROW_WISE);
    assertThat(ROW_WISE.minus(ROW_WISE)).isEqualTo(BuildLedger.EMPTY);
  }

  @Test
  void endsAtPassedAsLongAsTheWholeDoes() {
    BuildLedger both = ROW_WISE.plus(ENDS_AT_PASSED);

    assertThat(both.minus(ROW_WISE)).isEqualTo(ENDS_AT_PASSED);
    assertThat(both.minus(ENDS_AT_PASSED).passed()).isEqualTo(ONE);
    assertThat(both.minus(ENDS_AT_PASSED).published()).isEmpty();
  }

  @Test
  void hasNoPartThatEndsBeforeItDoes() {
    assertThatThrownBy(() -> ROW_WISE.minus(ENDS_AT_PASSED))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
