package io.penstock.catalog.version;

import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.persistence.Paging;
import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.dataset.Tag;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.TagName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.reactive.mutiny.Mutiny;

/** Tags over REST. A tag moves only when that is asked for. */
@Path("/api/v1/datasets/{dataset}/tags")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@org.eclipse.microprofile.openapi.annotations.tags.Tag(name = "Datasets")
class TagResource {
  private final Database database;

  TagResource(Database database) {
    this.database = database;
  }

  @GET
  @Operation(summary = "Lists the tags of a dataset by name.")
  public Page<Tag> tags(
      @PathParam("dataset") String dataset,
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    List<Tag> fetched =
        database.read(session ->
            Versions.requireDataset(session, dataset)
                .chain(() -> list(session, dataset, after, fetch)));
    return Paging.page(fetched, limit, tag -> tag.name().value());
  }

  @GET
  @Path("/{tag}")
  @Operation(summary = "Tells which version a tag stands for.")
  public Tag tag(@PathParam("dataset") String dataset, @PathParam("tag") String tag) {
    return database.read(session -> required(session, dataset, tag));
  }

  @PUT
  @Path("/{tag}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Tags a version.",
      description =
          "A tag that stands for another version moves only with \"force\": true; 409 else.")
  public Tag put(
      @PathParam("dataset") String dataset, @PathParam("tag") String tag, Tag.Request request) {
    TagName name = new TagName(tag);
    boolean force = request.force().orElse(false);
    if (Versions.isNumber(tag) || tag.equals(Versions.LATEST)) {
      throw PenstockException.user(
          "invalid-name", "'%s' cannot be a tag: it stands for a version itself.".formatted(tag));
    }
    return database.transaction(session ->
        Versions.find(session, dataset, request.version())
            .chain(version -> write(session, dataset, name, version.number(), force))
            .chain(() -> required(session, dataset, tag)));
  }

  @DELETE
  @Path("/{tag}")
  @Operation(summary = "Removes a tag; the version stays.")
  public void delete(@PathParam("dataset") String dataset, @PathParam("tag") String tag) {
    database.transaction(session ->
        required(session, dataset, tag)
            .chain(() ->
                session
                    .createNativeQuery(
                        "delete from dataset_tag where dataset = :dataset and tag = :tag")
                    .setParameter("dataset", dataset)
                    .setParameter("tag", tag)
                    .executeUpdate()));
  }

  private static Uni<Void> write(
      Mutiny.QueryProducer session, String dataset, TagName tag, long number, boolean force) {
    return session
        .createNativeQuery(
            """
            insert into dataset_tag (dataset, tag, number, tagged_at)
            values (:dataset, :tag, :number, clock_timestamp())
            on conflict (dataset, tag) do update
               set number = excluded.number,
                   tagged_at = case when dataset_tag.number = excluded.number
                                    then dataset_tag.tagged_at else excluded.tagged_at end
             where dataset_tag.number = excluded.number or :force
            """)
        .setParameter("dataset", dataset)
        .setParameter("tag", tag.value())
        .setParameter("number", number)
        .setParameter("force", force)
        .executeUpdate()
        .invoke(written -> {
          if (written == 0) {
            throw PenstockException.user(
                "conflict-tag",
                "Tag '%s' of %s stands for another version: say \"force\": true to move it."
                    .formatted(tag, dataset));
          }
        })
        .replaceWithVoid();
  }

  private static Uni<Tag> required(Mutiny.QueryProducer session, String dataset, String tag) {
    return session
        .createNativeQuery(
            """
            select tag, number, tagged_at from dataset_tag where dataset = :dataset and tag = :tag
            """)
        .setParameter("dataset", dataset)
        .setParameter("tag", tag)
        .getSingleResultOrNull()
        .onItem()
        .ifNull()
        .failWith(() ->
            PenstockException.user(
                "unknown-tag", "Dataset '%s' has no tag '%s'.".formatted(dataset, tag)))
        .map(Cells::of)
        .map(TagResource::tag);
  }

  private static Uni<List<Tag>> list(
      Mutiny.QueryProducer session, String dataset, String after, int limit) {
    return session
        .createNativeQuery(
            """
            select tag, number, tagged_at from dataset_tag
             where dataset = :dataset and tag > :after
             order by tag
            """)
        .setParameter("dataset", dataset)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList()
        .map(rows -> rows.stream().map(Cells::of).map(TagResource::tag).toList());
  }

  private static Tag tag(Cells row) {
    return new Tag(new TagName(row.text(0)), row.number(1), row.instant(2));
  }
}
