package io.penstock.system;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Takes spans by OTLP over HTTP, as a collector would, and keeps them. Fields are read by their
 * numbers in opentelemetry-proto's trace.proto.
 */
final class OtlpReceiver implements AutoCloseable {
  /** Another span that caused this one. */
  record Link(String traceId, String spanId) {}

  /**
   * A span.
   *
   * @param service {@code service.name} of the process
   * @param parent id of the span that it is part of; empty if it began its trace
   */
  record Span(
      String service,
      String traceId,
      String spanId,
      String parent,
      String name,
      Map<String, String> attributes,
      List<Link> links) {
    String about(String attribute) {
      return attributes.getOrDefault(attribute, "");
    }
  }

  private final HttpServer server;
  private final Queue<Span> spans = new ConcurrentLinkedQueue<>();

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  static OtlpReceiver start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      OtlpReceiver receiver = new OtlpReceiver(server);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/v1/traces", receiver::take);
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Span> spans() {
    return List.copyOf(spans);
  }

  private void take(HttpExchange exchange) throws IOException {
    UnknownFieldSet request = UnknownFieldSet.parseFrom(exchange.getRequestBody().readAllBytes());
    for (UnknownFieldSet resourceSpans : messages(request, 1)) {
      String service =
          messages(resourceSpans, 1).stream()
              .map(resource -> attributes(resource, 1).getOrDefault("service.name", ""))
              .collect(Collectors.joining());
      for (UnknownFieldSet scopeSpans : messages(resourceSpans, 2)) {
        messages(scopeSpans, 2).forEach(span -> spans.add(span(service, span)));
      }
    }
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static Span span(String service, UnknownFieldSet span) {
    return new Span(
        service,
        hex(span, 1),
        hex(span, 2),
        hex(span, 4),
        text(span, 5),
        attributes(span, 9),
        messages(span, 13).stream().map(link -> new Link(hex(link, 1), hex(link, 2))).toList());
  }

  private static Map<String, String> attributes(UnknownFieldSet message, int field) {
    Map<String, String> attributes = new HashMap<>();
    for (UnknownFieldSet attribute : messages(message, field)) {
      attributes.put(text(attribute, 1), value(messages(attribute, 2).getFirst()));
    }
    return attributes;
  }

  /** Text, a truth value, a number, or a list of them. */
  private static String value(UnknownFieldSet any) {
    if (any.hasField(5)) {
      return messages(messages(any, 5).getFirst(), 1).stream()
          .map(OtlpReceiver::value)
          .collect(Collectors.joining(","));
    }
    for (int number : new int[] {2, 3}) {
      if (any.hasField(number)) {
        return Long.toString(any.getField(number).getVarintList().getFirst());
      }
    }
    return text(any, 1);
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().stream()
        .map(OtlpReceiver::parse)
        .toList();
  }

  private static UnknownFieldSet parse(ByteString bytes) {
    try {
      return UnknownFieldSet.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().stream()
        .map(ByteString::toStringUtf8)
        .collect(Collectors.joining());
  }

  private static String hex(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().stream()
        .map(bytes -> HexFormat.of().formatHex(bytes.toByteArray()))
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
