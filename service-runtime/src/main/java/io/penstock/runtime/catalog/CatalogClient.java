package io.penstock.runtime.catalog;

import io.penstock.contracts.catalog.CatalogApi;
import io.quarkus.arc.DefaultBean;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;

/** Makes the client of the catalog. */
final class CatalogClient {
  @Produces
  @ApplicationScoped
  @DefaultBean
  CatalogApi catalog(CatalogConfig config) {
    CatalogApi rest =
        QuarkusRestClientBuilder.newBuilder()
            .baseUri(config.url())
            .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .readTimeout(config.readTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .httpClientOptions(new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE))
            .register(new TraceFilter())
            .build(CatalogApi.class);
    return (CatalogApi)
        Proxy.newProxyInstance(
            CatalogApi.class.getClassLoader(),
            new Class<?>[] {CatalogApi.class},
            new CatalogCall(rest, config.url()));
  }
}
