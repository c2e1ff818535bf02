package io.penstock.runtime.temporal;

import io.penstock.contracts.json.Json;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/** How arguments and results are written in Temporal: as the JSON of the contract. */
public final class Payloads {
  private Payloads() {}

  /** The converter that every client and worker of Penstock uses. */
  public static DataConverter converter() {
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.mapper()));
  }
}
