package io.penstock.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchRootTest {
  /** Above what any system gives out. */
  private static final long NOBODY = 999_999_999_999L;

  private static final long ALIVE = ProcessHandle.current().pid();

  @TempDir Path scratch;

  @Test
  void isNamedAfterTheProcess() {
    assertThat(ScratchRoot.of(scratch.resolve("new"), 17)).isEqualTo(scratch.resolve("new/17"));
  }

  @Test
  void removesWhatADeadProcessLeft() throws IOException {
    Path left = file(NOBODY + "/session-1/spill");
    ScratchRoot.of(scratch, ALIVE);
    assertThat(left).doesNotExist();
    assertThat(scratch.resolve(Long.toString(NOBODY))).doesNotExist();
  }

  @Test
  void keepsWhatAnotherProcessUses() throws IOException {
    Path used = file(ALIVE + "/session-1/spill");
    ScratchRoot.of(scratch, NOBODY);
    assertThat(used).exists();
  }

  @Test
  void removesWhatAnEarlierLifeOfTheSameProcessIdLeft() throws IOException {
    Path left = file(ALIVE + "/session-1/spill");
    ScratchRoot.of(scratch, ALIVE);
    assertThat(left).doesNotExist();
  }

  @Test
  void keepsWhatIsNotItsOwn() throws IOException {
    Path other = file("notes/important");
    ScratchRoot.of(scratch, ALIVE);
    assertThat(other).exists();
  }

  private Path file(String name) throws IOException {
    Path file = scratch.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }
}
