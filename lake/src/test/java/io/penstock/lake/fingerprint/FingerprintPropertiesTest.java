package io.penstock.lake.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSessions;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever the rows are, Java and the engine hash them alike. */
class FingerprintPropertiesTest {
  private static EngineSession session;

  /** A row as Java has it; every value may be absent. */
  record Row(
      @Nullable Boolean flag,
      @Nullable Integer number,
      @Nullable Long large,
      @Nullable Double real,
      @Nullable Float small,
      @Nullable String text,
      byte @Nullable [] bytes,
      @Nullable Integer day,
      @Nullable Long micros,
      @Nullable BigDecimal decimal) {

    CanonicalRow into(CanonicalRow row) {
      row.reset();
      row = flag == null ? row.addNull() : row.add(flag.booleanValue());
      row = number == null ? row.addNull() : row.add(number.intValue());
      row = large == null ? row.addNull() : row.add(large.longValue());
      row = real == null ? row.addNull() : row.add(real.doubleValue());
      row = small == null ? row.addNull() : row.add(small.floatValue());
      row = row.add(text).add(bytes);
      row = day == null ? row.addNull() : row.add(day.intValue());
      row = micros == null ? row.addNull() : row.add(micros.longValue());
      return decimal == null ? row.addNull() : row.addDecimal(decimal.unscaledValue());
    }

    void insert(PreparedStatement statement) throws SQLException {
      set(statement, 1, flag, Types.BOOLEAN);
      set(statement, 2, number, Types.INTEGER);
      set(statement, 3, large, Types.BIGINT);
      set(statement, 4, real, Types.DOUBLE);
      set(statement, 5, small, Types.FLOAT);
      set(statement, 6, text, Types.VARCHAR);
      if (bytes == null) {
        statement.setNull(7, Types.BLOB);
      } else {
        statement.setBytes(7, bytes);
      }
      set(statement, 8, day, Types.INTEGER);
      set(statement, 9, micros, Types.BIGINT);
      set(statement, 10, decimal, Types.DECIMAL);
      statement.execute();
    }

    private static void set(
        PreparedStatement statement, int index, @Nullable Object value, int type)
        throws SQLException {
      if (value == null) {
        statement.setNull(index, type);
      } else {
        statement.setObject(index, value);
      }
    }
  }

  @BeforeContainer
  static void open() throws IOException {
    session = EngineSessions.open(Files.createTempDirectory("fingerprint-properties"));
    session.execute(
        "CREATE TABLE rows (flag BOOLEAN, number INTEGER, large BIGINT, real_ DOUBLE, small FLOAT,"
            + " text VARCHAR, bytes BLOB, day DATE, instant TIMESTAMPTZ, dec DECIMAL(38, 5))");
  }

  @AfterContainer
  static void close() throws IOException {
    Path root = session.scratch().getParent();
    session.close();
    Files.delete(root);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void javaAndTheEngineAgree(@ForAll("rows") List<Row> rows) throws SQLException {
    FingerprintSum sum = new FingerprintSum();
    CanonicalRow canonical = new CanonicalRow();
    session.execute("TRUNCATE rows");
    try (PreparedStatement insert =
        session
            .connection()
            .prepareStatement(
                "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, DATE '1970-01-01' + ?::INTEGER,"
                    + " make_timestamptz(?::BIGINT), ?)")) {
      for (Row row : rows) {
        sum.add(row.into(canonical).hash());
        row.insert(insert);
      }
    }

    assertThat(Fingerprints.ofQuery(session, "FROM rows")).isEqualTo(sum.fingerprint());
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void sumsDoNotDependOnOrderOrGrouping(
      @ForAll List<Long> highs, @ForAll List<Long> lows, @ForAll long seed) {
    List<RowHash> hashes = new ArrayList<>();
    for (int index = 0; index < Math.min(highs.size(), lows.size()); index++) {
      hashes.add(new RowHash(highs.get(index), lows.get(index)));
    }
    BigInteger expected =
        hashes.stream()
            .map(hash -> unsigned(hash.high()).shiftLeft(64).add(unsigned(hash.low())))
            .reduce(BigInteger.ZERO, BigInteger::add)
            .mod(BigInteger.ONE.shiftLeft(128));
    Collections.shuffle(hashes, new Random(seed));
    int cut = hashes.isEmpty() ? 0 : (int) Math.floorMod(seed, (long) hashes.size());

    Fingerprint together =
        sum(hashes.subList(0, cut)).plus(sum(hashes.subList(cut, hashes.size())));

    assertThat(together.count()).isEqualTo(hashes.size());
    assertThat(together.sum()).isEqualTo(String.format("%032x", expected));
    assertThat(together.minus(sum(hashes.subList(0, cut))))
        .isEqualTo(sum(hashes.subList(cut, hashes.size())));
  }

  private static Fingerprint sum(List<RowHash> hashes) {
    FingerprintSum sum = new FingerprintSum();
    hashes.forEach(sum::add);
    return sum.fingerprint();
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    return Combinators.combine(numbers(), others())
        .as((first, second) ->
            new Row(
                first.flag,
                first.number,
                first.large,
                first.real,
                first.small,
                second.text,
                second.bytes,
                second.day,
                second.micros,
                second.decimal))
        .list()
        .ofMaxSize(30);
  }

  private static Arbitrary<Row> numbers() {
    return Combinators.combine(
            Arbitraries.of(true, false).injectNull(0.2),
            Arbitraries.oneOf(
                    Arbitraries.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE),
                    Arbitraries.integers())
                .injectNull(0.2),
            Arbitraries.oneOf(
                    Arbitraries.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE), Arbitraries.longs())
                .injectNull(0.2),
            Arbitraries.oneOf(
                    Arbitraries.of(
                        Double.NaN,
                        -0.0,
                        0.0,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.MIN_VALUE,
                        Double.MAX_VALUE,
                        Double.longBitsToDouble(0xfff8000000000001L)),
                    Arbitraries.longs().map(Double::longBitsToDouble))
                .injectNull(0.2),
            Arbitraries.oneOf(
                    Arbitraries.of(
                        Float.NaN, -0.0f, 0.0f, Float.NEGATIVE_INFINITY, Float.MIN_VALUE),
                    Arbitraries.integers().map(Float::intBitsToFloat))
                .injectNull(0.2))
        .as((flag, number, large, real, small) ->
            new Row(flag, number, large, real, small, null, null, null, null, null));
  }

  private static Arbitrary<Row> others() {
    return Combinators.combine(
            texts().injectNull(0.2),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(300).injectNull(0.2),
            Arbitraries.integers().between(-2_000_000_000, 2_000_000_000).injectNull(0.2),
            Arbitraries.longs()
                .between(-9_000_000_000_000_000_000L, 9_000_000_000_000_000_000L)
                .injectNull(0.2),
            Arbitraries.bigIntegers()
                .between(
                    BigInteger.TEN.pow(38).negate().add(BigInteger.ONE),
                    BigInteger.TEN.pow(38).subtract(BigInteger.ONE))
                .map(unscaled -> new BigDecimal(unscaled, 5))
                .injectNull(0.2))
        .as((text, bytes, day, micros, decimal) ->
            new Row(null, null, null, null, null, text, bytes, day, micros, decimal));
  }

  /** Text as UTF-8 can hold it: everything but halves of surrogate pairs. */
  private static Arbitrary<String> texts() {
    return Arbitraries.integers()
        .between(0, 0x10ffff)
        .filter(point -> point < 0xd800 || point > 0xdfff)
        .list()
        .ofMaxSize(40)
        .map(points -> {
          StringBuilder text = new StringBuilder();
          points.forEach(text::appendCodePoint);
          return text.toString();
        });
  }
}
