package io.penstock.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's commands that need no running system do what it says; CI runs the others as well. */
class CheckpointsDocTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern EXIT = Pattern.compile("# exits with (\\d)$");

  @TempDir Path folder;

  @Test
  void theCommandsOfTheGuideEndAsItSays() throws IOException {
    List<String> tried = new ArrayList<>();
    for (String line : Files.readAllLines(CHECKOUT.resolve("docs/checkpoints.md"))) {
      boolean profile = line.startsWith("./penstock profile ");
      if (profile || (line.startsWith("./penstock check ") && !line.contains("--versions"))) {
        Matcher exit = EXIT.matcher(line);
        int expected = exit.find() ? Integer.parseInt(exit.group(1)) : 0;
        Object[] arguments = arguments(line);
        Tried result = profile ? Tried.profile(arguments) : Tried.check(arguments);
        assertThat(result.exit()).as(line + "\n" + result.err()).isEqualTo(expected);
        tried.add(line);
      }
    }
    assertThat(tried).hasSizeGreaterThanOrEqualTo(5);
  }

  private Object[] arguments(String line) {
    String command = line.replaceFirst("\\s*#.*$", "").replaceFirst("\\s*>.*$", "");
    return Arrays.stream(command.split(" +"))
        .skip(2)
        .map(word ->
            word.startsWith("examples/")
                ? CHECKOUT.resolve(word).toString()
                : word.equals("suite.json") ? folder.resolve(word).toString() : word)
        .toArray();
  }
}
