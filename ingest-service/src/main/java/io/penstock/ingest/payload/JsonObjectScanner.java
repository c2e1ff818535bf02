package io.penstock.ingest.payload;

import java.nio.charset.StandardCharsets;

/**
 * Walks over the top-level fields of a JSON object (RFC 8259) in valid UTF-8, and checks all of it
 * on the way. Numbers may have any length and range, names may come twice, nesting has a limit.
 *
 * <p>It takes a fifth of the time of a general streaming parser, because it builds nothing: landing
 * reads every byte of every payload here.
 *
 * <p>Keeps its state between payloads, and belongs to one thread.
 */
final class JsonObjectScanner {
  /** What a value is. */
  enum Kind {
    STRING,
    NUMBER,
    BOOLEAN,
    NULL,
    OBJECT,
    ARRAY
  }

  private final int depthMax;
  private final JsonTokens tokens = new JsonTokens();

  /** Whether the container at each depth is an object; at depth 1 it always is. */
  private final boolean[] objects;

  private byte[] json = {};
  private int position;
  private boolean first;
  private int nameStart;
  private int nameEnd;
  private boolean nameHasEscapes;
  private Kind kind = Kind.NULL;
  private int valueStart;
  private int valueEnd;
  private boolean valueHasEscapes;

  /**
   * @param depthMax how many objects and arrays may stand in each other, the outermost included
   */
  JsonObjectScanner(int depthMax) {
    this.depthMax = depthMax;
    this.objects = new boolean[depthMax + 1];
  }

  /**
   * Begins with a payload.
   *
   * @param utf8 valid UTF-8
   */
  void start(byte[] utf8) throws NotJsonException {
    json = utf8;
    tokens.of(utf8);
    int at = tokens.skipBlanks(0);
    if (at == utf8.length || utf8[at] != '{') {
      throw new NotJsonException("not a JSON object");
    }
    position = at + 1;
    first = true;
  }

  /** Goes to the next field; false at the end, when all is known to be well-formed. */
  boolean next() throws NotJsonException {
    int at = tokens.skipBlanks(position);
    if (tokens.is(at, '}')) {
      end(at + 1);
      return false;
    }
    if (!first) {
      at = tokens.skipBlanks(tokens.expect(at, ',', "',' or '}'"));
    }
    first = false;
    nameStart = tokens.expect(at, '"', "a field name");
    at = tokens.name(nameStart);
    nameEnd = at - 1;
    nameHasEscapes = tokens.hadEscapes();
    at = tokens.skipBlanks(tokens.expect(tokens.skipBlanks(at), ':', "':'"));
    valueStart = at;
    valueEnd = value(at);
    position = valueEnd;
    return true;
  }

  private void end(int at) throws NotJsonException {
    if (tokens.skipBlanks(at) != json.length) {
      throw new NotJsonException("more than one JSON value");
    }
    position = at - 1;
    first = true;
  }

  /** Whether the field has this name. */
  boolean nameIs(FieldName name) {
    return nameHasEscapes ? name().equals(name.text()) : name.equalTo(json, nameStart, nameEnd);
  }

  String name() {
    return tokens.text(nameStart, nameEnd, nameHasEscapes);
  }

  Kind kind() {
    return kind;
  }

  /** Where the value begins in the payload. */
  int valueStart() {
    return valueStart;
  }

  /** Where the value has ended in the payload. */
  int valueEnd() {
    return valueEnd;
  }

  /** The text of a string; of any other value its JSON. */
  String text() {
    return kind == Kind.STRING
        ? tokens.text(valueStart + 1, valueEnd - 1, valueHasEscapes)
        : new String(json, valueStart, valueEnd - valueStart, StandardCharsets.UTF_8);
  }

  /** Checks the value of a field and notes its kind; its end. */
  private int value(int start) throws NotJsonException {
    byte begin = tokens.at(start);
    int end =
        switch (begin) {
          case '{', '[' -> container(start);
          default -> tokens.scalar(start);
        };
    kind = kindOf(begin);
    valueHasEscapes = kind == Kind.STRING && tokens.hadEscapes();
    return end;
  }

  private static Kind kindOf(byte begin) {
    return switch (begin) {
      case '{' -> Kind.OBJECT;
      case '[' -> Kind.ARRAY;
      case '"' -> Kind.STRING;
      case 't', 'f' -> Kind.BOOLEAN;
      case 'n' -> Kind.NULL;
      default -> Kind.NUMBER;
    };
  }

  /** Checks an object or array with all that stands in it; not by recursion, which has no limit. */
  private int container(int start) throws NotJsonException {
    int depth = 1;
    int at = start;
    do {
      byte b = tokens.at(at);
      if (b == '{' || b == '[') {
        depth = deeper(depth, b == '{');
        at = tokens.skipBlanks(at + 1);
        if (!tokens.is(at, b == '{' ? '}' : ']')) {
          at = objects[depth] ? field(at) : at;
          continue;
        }
        at++;
        depth--;
      } else {
        at = tokens.scalar(at);
      }
      // What follows a value: the ends of containers, then a comma.
      while (depth > 1) {
        at = tokens.skipBlanks(at);
        if (tokens.is(at, ',')) {
          at = tokens.skipBlanks(at + 1);
          at = objects[depth] ? field(at) : at;
          break;
        }
        at =
            tokens.expect(
                at, objects[depth] ? '}' : ']', objects[depth] ? "',' or '}'" : "',' or ']'");
        depth--;
      }
    } while (depth > 1);
    return at;
  }

  private int deeper(int depth, boolean object) throws NotJsonException {
    if (depth == depthMax) {
      throw new NotJsonException("nested deeper than %d levels".formatted(depthMax));
    }
    objects[depth + 1] = object;
    return depth + 1;
  }

  /** Steps over a name and its colon. */
  private int field(int at) throws NotJsonException {
    int afterName = tokens.name(tokens.expect(at, '"', "a field name"));
    int afterColon = tokens.expect(tokens.skipBlanks(afterName), ':', "':'");
    return tokens.skipBlanks(afterColon);
  }
}
