package io.penstock.runtime.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.catalog.CatalogApi;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import jakarta.ws.rs.ProcessingException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class CatalogCallTest {
  private final CatalogApi unused =
      (CatalogApi)
          Proxy.newProxyInstance(
              CatalogApi.class.getClassLoader(),
              new Class<?>[] {CatalogApi.class},
              (proxy, method, arguments) -> {
                throw new AssertionError(method);
              });
  private final CatalogCall call = new CatalogCall(unused, URI.create("http://127.0.0.1:8081"));

  @Test
  void aRefusedConnectionIsExternalAndNamesTheAddress() {
    Throwable failure =
        call.failure(new ProcessingException(new ConnectException("Connection refused")));
    assertThat(failure).isInstanceOf(PenstockException.class);
    PenstockException ours = (PenstockException) failure;
    assertThat(ours.kind()).isEqualTo(FailureKind.EXTERNAL);
    assertThat(ours.code()).isEqualTo("catalog-unavailable");
    assertThat(ours.getMessage())
        .isEqualTo("The catalog at http://127.0.0.1:8081 does not answer: Connection refused");
  }
}
