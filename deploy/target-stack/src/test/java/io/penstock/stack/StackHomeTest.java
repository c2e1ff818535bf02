package io.penstock.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackHomeTest {
  @TempDir Path repository;

  private Path module() throws Exception {
    Path local = Files.createDirectories(repository.resolve("deploy/local"));
    Files.createFile(local.resolve("pom.xml"));
    return Files.createDirectories(repository.resolve("some/module"));
  }

  @Test
  void isFoundFromAnyModule() throws Exception {
    Path lib = repository.resolve("deploy/local/target/stack/lib");
    Path module = module();
    Files.createDirectories(lib);
    Files.createFile(lib.resolve("penstock-local-1.jar"));
    assertThat(StackHome.find(module).lib()).isEqualTo(lib);
  }

  @Test
  void saysHowToBuildIt() throws Exception {
    Path module = module();
    assertThatThrownBy(() -> StackHome.find(module))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("run ./mvnw -pl deploy/local package first");
  }

  @Test
  void isNotFoundOutsideOfTheRepository() {
    assertThatThrownBy(() -> StackHome.find(repository))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("run the tests inside the repository");
  }
}
