package io.penstock.catalog;

import static io.penstock.catalog.testing.Catalog.TOPIC;
import static io.penstock.catalog.testing.Catalog.newName;
import static io.penstock.catalog.testing.Catalog.putPipeline;
import static io.penstock.catalog.testing.Catalog.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.catalog.testing.Landing;
import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.Publication;
import io.penstock.contracts.catalog.CatalogApi;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.Problem;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.BatchReceipt;
import io.penstock.contracts.source.PartitionReport;
import io.penstock.contracts.source.PartitionState;
import io.penstock.contracts.source.ProgressReport;
import io.penstock.contracts.source.SourceDescription;
import io.penstock.contracts.source.TopicReport;
import io.penstock.stack.StackResource;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The interface that the other services call is the one that this service answers. */
@QuarkusTest
@WithTestResource(StackResource.class)
class CatalogApiIT {
  private static final TopicPartition P0 = Landing.partition(TOPIC, 0);

  @TestHTTPResource URI url;
  private CatalogApi catalog;

  @BeforeEach
  void connect() {
    catalog = QuarkusRestClientBuilder.newBuilder().baseUri(url).build(CatalogApi.class);
  }

  @Test
  void aBatchGoesInAndABuildComesOut() {
    String name = newName("api");
    putPipeline(name, spec(name)).then().statusCode(200);
    assertThat(catalog.sources("", 1000).items())
        .extracting(source -> source.spec().name().value())
        .contains(name);
    PartitionState state =
        catalog
            .reportTopic(
                name,
                new TopicReport(
                    new TopicId(TOPIC), List.of(new PartitionReport(0, 0, 9, Optional.empty()))))
            .getFirst();
    assertThat(state.partition()).isEqualTo(P0);

    BatchCommit batch =
        new Landing(name, new Windowing(Duration.ofDays(1), ZoneId.of("UTC")))
            .batch(P0, 0, 1, "2026-01-01T10:00:00Z", "2026-01-03T10:00:00Z");
    assertThat(catalog.commitBatch(name, batch)).isEqualTo(new BatchReceipt(1, 3, false));
    assertThat(catalog.commitBatch(name, batch)).isEqualTo(new BatchReceipt(1, 3, true));
    catalog.reportProgress(
        name, new ProgressReport(List.of(new ProgressReport.Progress(P0, 3, 9))));
    SourceDescription source = catalog.source(name);
    assertThat(source.seq()).isEqualTo(1);
    assertThat(source.topicPartitions()).extracting(PartitionState::position).containsExactly(3L);

    assertThat(catalog.duePipelines()).contains(name);
    BuildRequestReceipt receipt =
        catalog.requestBuilds(
            name,
            new BuildRequest(
                Optional.of(UUID.fromString("0b1c3a52-7c0e-4f0d-9d34-9d8c4c1f7a10")),
                Optional.of(new PipelineName(name)),
                Optional.of("2026-01-01"),
                Optional.empty()));
    assertThat(receipt.windows()).isEqualTo(1);
    List<PlannedBuild> planned = catalog.plan(name, 100);
    assertThat(planned).hasSize(1);
    String build = planned.getFirst().buildId().hex();
    assertThat(catalog.build(build).state()).isEqualTo(BuildState.PLANNED);

    catalog.endBuild(build, new BuildEnd(FailureKind.USER, BuildEnd.CHECKPOINT_FAILED, "no"));
    assertThat(catalog.build(build).state()).isEqualTo(BuildState.REJECTED);
    assertThat(catalog.buildRequest(receipt.id()).rejected()).isEqualTo(1);
    assertThat(catalog.publish(name, new Publication.Request(List.of())).published()).isEmpty();
  }

  @Test
  void aRefusalSaysItsKindAndCode() {
    WebApplicationException refused =
        catchThrowableOfType(WebApplicationException.class, () -> catalog.source("nowhere"));
    Problem problem = refused.getResponse().readEntity(Problem.class);
    assertThat(refused.getResponse().getStatus()).isEqualTo(404);
    assertThat(problem.kind()).isEqualTo(FailureKind.USER);
    assertThat(problem.code()).isEqualTo("unknown-source");
  }
}
