package io.penstock.catalog.rest;

import io.penstock.contracts.failure.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Says in the API's description that every error is a problem (RFC 9457). */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ProblemResponses implements OASFilter {
  private static final String SCHEMA = "Problem";

  @Override
  public Operation filterOperation(Operation operation) {
    operation.getResponses().setDefaultValue(problem());
    return operation;
  }

  @Override
  public void filterOpenAPI(OpenAPI api) {
    if (api.getComponents() == null) {
      api.setComponents(OASFactory.createComponents());
    }
    api.getComponents().addSchema(SCHEMA, schema());
  }

  private static APIResponse problem() {
    return OASFactory.createAPIResponse()
        .description(
            "What went wrong and what to change: 400, 404 (code unknown-…), 409 (code conflict-…), 500, 503")
        .content(
            OASFactory.createContent()
                .addMediaType(
                    Problem.MEDIA_TYPE,
                    OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().ref("#/components/schemas/" + SCHEMA))));
  }

  private static Schema schema() {
    Schema schema = OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT));
    for (String text : List.of("type", "title", "detail", "kind", "code")) {
      schema.addProperty(text, ofType(Schema.SchemaType.STRING));
    }
    return schema
        .addProperty("status", ofType(Schema.SchemaType.INTEGER))
        .addProperty(
            "errors", ofType(Schema.SchemaType.ARRAY).items(ofType(Schema.SchemaType.STRING)));
  }

  private static Schema ofType(Schema.SchemaType type) {
    return OASFactory.createSchema().type(List.of(type));
  }
}
