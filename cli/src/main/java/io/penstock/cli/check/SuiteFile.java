package io.penstock.cli.check;

import io.penstock.checkpoint.suite.Suite;
import io.penstock.checkpoint.suite.SuiteProblems;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A suite in a file.
 *
 * @param text its JSON
 * @param sha256 of its bytes, as the catalog computes it when the file is registered
 */
record SuiteFile(String text, Sha256 sha256) {

  /**
   * Reads a file.
   *
   * @throws PenstockException USER {@code bad-suite} if there is none
   */
  static SuiteFile read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new SuiteFile(text, Sha256.of(bytes));
    } catch (CharacterCodingException e) {
      throw PenstockException.user(SuiteProblems.CODE, file + ": the suite is not UTF-8", e);
    } catch (IOException e) {
      throw PenstockException.user(
          SuiteProblems.CODE, "the suite %s cannot be read: %s".formatted(file, e), e);
    }
  }

  Suite parse() {
    return Suite.parse(text);
  }
}
