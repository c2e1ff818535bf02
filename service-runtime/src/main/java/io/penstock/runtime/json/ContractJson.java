package io.penstock.runtime.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.contracts.json.Json;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Gives Quarkus' object mapper the settings that all contract types are written with. */
@Singleton
final class ContractJson implements ObjectMapperCustomizer {
  /** After Quarkus' own customizer, so that the contract decides. */
  @Override
  public int priority() {
    return MINIMUM_PRIORITY;
  }

  @Override
  public void customize(ObjectMapper mapper) {
    Json.configure(mapper);
  }
}
