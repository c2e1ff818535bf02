package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresProgramsTest {

  @Test
  void rootWithoutUserNamespacesIsToldWhatToDo() {
    assertThat(PostgresPrograms.hint("unshare: unshare failed: Operation not permitted"))
        .contains("start as another user")
        .contains("PENSTOCK_POSTGRES_JDBC_URL");
  }

  @Test
  void otherFailuresSpeakForThemselves() {
    assertThat(PostgresPrograms.hint("initdb: error: No space left on device")).isEmpty();
  }
}
