package io.penstock.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of metrics in docs/operations.md against what running services export. */
final class DocumentedMetrics {
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `(?<name>[a-z0-9_]+)` \\| (?<labels>[^|]*)\\| (?<of>[a-z, ]+) \\| (?<meaning>.*) \\|$",
          Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("`([a-z_]+)`");

  private DocumentedMetrics() {}

  /** What stands in the table and is not exported, in words. */
  static List<String> missing(SystemUnderTest system) {
    Map<Service, String> exported = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      exported.put(service, exported(system, service));
    }
    List<String> missing = new ArrayList<>();
    int rows = 0;
    Matcher row = ROW.matcher(document(system));
    while (row.find()) {
      rows++;
      String name = row.group("name");
      if (name.equals("up")
          || row.group("meaning").contains("Absent")
          || row.group("meaning").contains("absent")) {
        continue;
      }
      for (Service service : services(row.group("of"))) {
        if (!isExported(exported.get(service), name, labels(row.group("labels")))) {
          missing.add(service + ": " + name + " with " + labels(row.group("labels")));
        }
      }
    }
    return rows < 20 ? List.of("only " + rows + " rows of the table were understood") : missing;
  }

  private static boolean isExported(String text, String name, Set<String> labels) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .anyMatch(line -> labels.stream().allMatch(label -> line.contains(label + "=\"")));
  }

  private static Set<String> labels(String cell) {
    return LABEL
        .matcher(cell)
        .results()
        .map(label -> label.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Service> services(String cell) {
    if (cell.strip().equals("all")) {
      return EnumSet.allOf(Service.class);
    }
    Set<Service> services = EnumSet.noneOf(Service.class);
    for (String name : cell.split(",")) {
      services.add(Service.valueOf(name.strip().toUpperCase(Locale.ROOT)));
    }
    return services;
  }

  /** The section of the metrics: other tables of the page look alike. */
  private static String document(SystemUnderTest system) {
    try {
      String page = Files.readString(system.checkoutFile("docs/operations.md"));
      String section = page.substring(page.indexOf("\n## Metrics\n") + 1);
      return section.substring(0, section.indexOf("\n## "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String exported(SystemUnderTest system, Service service) {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return http.send(
              HttpRequest.newBuilder(system.url(service).resolve("/q/metrics")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
