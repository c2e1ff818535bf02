package io.penstock.catalog.publication;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.catalog.publication.Candidate.Live;
import io.penstock.catalog.publication.Candidate.Standing;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Window;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CandidateTest {
  private static final BuildId MINE = new BuildId("1".repeat(64));
  private static final BuildId OTHER = new BuildId("2".repeat(64));

  @Test
  void theFirstBuildOfAWindowIsReady() {
    assertThat(standing(5, 1, Optional.empty(), BuildState.PLANNED, Optional.empty()))
        .isEqualTo(Standing.READY);
  }

  @Test
  void theLiveBuildIsPublished() {
    assertThat(
            standing(
                5, 1, Optional.empty(), BuildState.PUBLISHED, Optional.of(new Live(MINE, 5, 1))))
        .isEqualTo(Standing.PUBLISHED);
  }

  @Test
  void aBuildOfTheLiveOneIsReady() {
    assertThat(
            standing(
                6, 1, Optional.of(OTHER), BuildState.PLANNED, Optional.of(new Live(OTHER, 5, 1))))
        .isEqualTo(Standing.READY);
  }

  @Test
  void aBuildIsOutdatedOnceAnotherIsLive() {
    assertThat(
            standing(
                6, 1, Optional.empty(), BuildState.PLANNED, Optional.of(new Live(OTHER, 5, 1))))
        .isEqualTo(Standing.OUTDATED);
  }

  @Test
  void throughDoesNotGoBack() {
    assertThat(
            standing(
                4, 1, Optional.of(OTHER), BuildState.PLANNED, Optional.of(new Live(OTHER, 5, 1))))
        .isEqualTo(Standing.OUTDATED);
  }

  @Test
  void theSpecVersionDoesNotGoBack() {
    assertThat(
            standing(
                5, 1, Optional.of(OTHER), BuildState.PLANNED, Optional.of(new Live(OTHER, 5, 2))))
        .isEqualTo(Standing.OUTDATED);
  }

  @Test
  void aBuildThatEndedHasToBePlannedAgain() {
    for (BuildState ended :
        new BuildState[] {
          BuildState.REJECTED, BuildState.FAILED, BuildState.SUPERSEDED, BuildState.PUBLISHED
        }) {
      assertThat(standing(5, 1, Optional.empty(), ended, Optional.empty()))
          .as(ended.text())
          .isEqualTo(Standing.OUTDATED);
    }
  }

  private static Standing standing(
      long through, int spec, Optional<BuildId> base, BuildState state, Optional<Live> live) {
    return new Candidate(
            MINE,
            new PipelineName("flights"),
            spec,
            new Window(
                Instant.parse("2001-01-01T00:00:00Z"), Instant.parse("2001-01-02T00:00:00Z")),
            through,
            base,
            state,
            live)
        .standing();
  }
}
