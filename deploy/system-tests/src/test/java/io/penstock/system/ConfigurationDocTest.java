package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/configuration.md lists every setting of every {@code @ConfigMapping}, with its default and
 * its meaning. The environment variable {@code PENSTOCK_DOCS_UPDATE=true} writes the list anew.
 */
class ConfigurationDocTest {
  private static final String BEGIN =
      "<!-- settings: generated from the @ConfigMapping interfaces -->\n";
  private static final String END = "<!-- end of settings -->\n";
  private static final Pattern MAPPING =
      Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
  private static final Pattern SETTING =
      Pattern.compile(
          "/\\*\\*(?<doc>(?:(?!\\*/).)*)\\*/\\s*(?<annotations>(?:@\\w+(?:\\(\"[^\"]*\"\\))?\\s+)*)"
              + "(?<type>[A-Z][\\w.<>]*|int|long|boolean|double) (?<name>\\w+)\\(\\);",
          Pattern.DOTALL);
  private static final Pattern DEFAULT = Pattern.compile("@WithDefault\\(\"([^\"]*)\"\\)");

  private final Path checkout = checkout();

  @Test
  void everySettingIsDocumentedWithItsDefault() throws IOException {
    Path file = checkout.resolve("docs/configuration.md");
    String document = Files.readString(file);
    String expected = settings();
    int from = document.indexOf(BEGIN) + BEGIN.length();
    int to = document.indexOf(END);
    if ("true".equals(System.getenv("PENSTOCK_DOCS_UPDATE"))) {
      Files.writeString(file, document.substring(0, from) + expected + document.substring(to));
      return;
    }

    assertThat(document.substring(from, to)).isEqualTo(expected);
  }

  private String settings() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path source : mappings()) {
      String code = Files.readString(source);
      Matcher mapping = MAPPING.matcher(code);
      assertThat(mapping.find()).isTrue();
      String prefix = mapping.group(1);
      text.append("\n### ").append(prefix).append(" (").append(module(source)).append(")\n\n");
      text.append("| Setting | Default | Meaning |\n|---|---|---|\n");
      Matcher setting = SETTING.matcher(code.substring(mapping.end()));
      while (setting.find()) {
        Matcher otherwise = DEFAULT.matcher(setting.group("annotations"));
        text.append("| `")
            .append(prefix)
            .append('.')
            .append(kebab(setting.group("name")))
            .append("` | ")
            .append(otherwise.find() ? "`" + otherwise.group(1) + "`" : "")
            .append(" | ")
            .append(words(setting.group("doc")))
            .append(" |\n");
      }
    }
    return text.append('\n').toString();
  }

  private List<Path> mappings() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(checkout)) {
      for (Path module :
          modules.filter(m -> Files.isDirectory(m.resolve("src/main"))).sorted().toList()) {
        try (Stream<Path> sources = Files.walk(module.resolve("src/main"))) {
          for (Path source :
              sources.filter(s -> s.toString().endsWith(".java")).sorted().toList()) {
            if (MAPPING.matcher(Files.readString(source)).find()) {
              found.add(source);
            }
          }
        }
      }
    }
    return found;
  }

  private String module(Path source) {
    return checkout.relativize(source).getName(0).toString();
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static String words(String javadoc) {
    return javadoc
        .replaceAll("\\s*\\n\\s*\\*\\s?", " ")
        .replaceAll("\\{@(?:code|link) #?([^}]*)}", "`$1`")
        .replaceAll("<[^>]+>", "")
        .replace("|", "\\|")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
