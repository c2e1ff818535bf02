package io.penstock.ingest.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.lake.privacy.PrivacyRule;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadMaskTest {
  private static final PayloadMask MASK =
      new PayloadMask(
          Map.of(
              "email", new PrivacyRule.Mask(),
              "name", new PrivacyRule.Redact(),
              "user",
                  new PrivacyRule.Hmac(
                      "k1",
                      PrivacyKeys.of(
                          Map.of("k1", "0123456789abcdef".getBytes(StandardCharsets.UTF_8))))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|{}",
        "{\"a\": 1 , \"b\":[\"email\"]}|{\"a\": 1 , \"b\":[\"email\"]}",
        "{\"email\":\"jane@example.com\"}|{\"email\":\"j***@example.com\"}",
        "{ \"email\" : \"jane@example.com\" , \"n\":1.50 }|{ \"email\" : \"j***@example.com\" , \"n\":1.50 }",
        "{\"em\\u0061il\":\"\\u006aane@example.com\"}|{\"em\\u0061il\":\"j***@example.com\"}",
        "{\"email\":\"äx\"}|{\"email\":\"ä***\"}",
        "{\"ä\":\"😀\",\"email\":\"😀x\",\"z\":\"ü\"}|{\"ä\":\"😀\",\"email\":\"😀***\",\"z\":\"ü\"}",
        "{\"email\":null}|{\"email\":null}",
        "{\"email\":12345,\"b\":2}|{\"email\":\"1***\",\"b\":2}",
        "{\"email\":-1.5e3}|{\"email\":\"-***\"}",
        "{\"email\":true,\"b\":2}|{\"email\":\"t***\",\"b\":2}",
        "{\"email\":\"\"}|{\"email\":\"***\"}",
        "{\"email\":\"a\",\"email\":\"b\"}|{\"email\":\"a***\",\"email\":\"b***\"}",
        "{\"name\":\"Jane\",\"b\":2}|{\"name\":null,\"b\":2}",
        "{\"name\":{\"first\":\"Jane\",\"x\":[1,2]},\"b\":2}|{\"name\":null,\"b\":2}",
        "{\"name\":[\"Jane\", \"}\"] ,\"b\":2}|{\"name\":null ,\"b\":2}",
        "{\"o\":{\"name\":\"Jane\"}}|{\"o\":{\"name\":\"Jane\"}}",
        "{\"user\":\"usr_1\"}|{\"user\":\"8f90ae8e116cea9d9e3ca452280c5386bf535de8e5b3e2b5cfa59d6f95328e6a\"}",
      })
  void onlyTheValuesOfTheFieldsChange(String payload, String expected) {
    assertThat(masked(payload)).isEqualTo(expected);
  }

  private static String masked(String payload) {
    return new String(MASK.apply(payload.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }
}
