package io.penstock.lake.store;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.stack.TargetStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MinioObjectStoreIT extends ObjectStoreContract {
  private final TargetStack stack = TargetStack.shared();
  private MinioObjectStore store;

  @BeforeEach
  void open() {
    store = new MinioObjectStore(settings(stack.s3SecretKey(), stack.newBucket()));
    store.ensureBucket();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  ObjectStore store() {
    return store;
  }

  @Test
  void aWrongSecretIsRefusedWithTheNamesOfTheSettings() {
    try (MinioObjectStore other = new MinioObjectStore(settings("not-the-secret", "bucket"))) {
      assertFailure(
          () -> other.read(new ObjectKey("raw/x")), FailureKind.EXTERNAL, "store-refused");
    }
  }

  @Test
  void aMissingBucketIsNotAMissingObject() {
    try (MinioObjectStore other =
        new MinioObjectStore(settings(stack.s3SecretKey(), "no-such-bucket"))) {
      assertFailure(
          () -> other.find(new ObjectKey("raw/x")), FailureKind.EXTERNAL, "store-refused");
      assertFailure(() -> other.list("raw/").toList(), FailureKind.EXTERNAL, "store-refused");
    }
  }

  private StoreSettings settings(String secret, String bucket) {
    return new StoreSettings(
        stack.s3Endpoint(), stack.s3Region(), stack.s3AccessKey(), secret, bucket);
  }
}
