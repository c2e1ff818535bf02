package io.penstock.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.source.ProgressReport.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportPaceTest {
  private final ReportPace pace = new ReportPace();

  @Test
  void everyChangeIsTold() {
    assertThat(looks(at(5, 9), at(7, 9), at(9, 9), at(9, 10)))
        .containsExactly(true, true, true, true);
  }

  @Test
  void whatStaysIsToldAtEveryOtherLook() {
    assertThat(looks(at(9, 9), at(9, 9), at(9, 9), at(9, 9), at(9, 9)))
        .containsExactly(true, false, true, false, true);
  }

  @Test
  void whatTheCatalogDidNotTakeIsToldAgain() {
    assertThat(pace.due(at(9, 9))).isTrue();
    assertThat(pace.due(at(9, 9))).isTrue();
  }

  @Test
  void nothingIsNotTold() {
    assertThat(looks(List.of(), List.of(), List.of())).containsExactly(false, false, false);
  }

  /** Shows looks one after the other; the catalog takes what it is told. */
  @SafeVarargs
  private List<Boolean> looks(List<Progress>... looks) {
    return List.of(looks).stream()
        .map(look -> {
          boolean due = pace.due(look);
          if (due) {
            pace.told(look);
          }
          return due;
        })
        .toList();
  }

  private static List<Progress> at(long position, long logEnd) {
    TopicPartition partition = new TopicPartition(new TopicId("AAAAAAAAAAAAAAAAAAAAAA"), 0);
    return List.of(new Progress(partition, position, logEnd));
  }
}
