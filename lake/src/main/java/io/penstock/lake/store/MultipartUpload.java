package io.penstock.lake.store;

import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.Http;
import io.minio.UploadPartArgs;
import io.minio.messages.Part;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Uploads a large file in parts, so that a broken connection costs one part. The object appears
 * with the last request, which carries the condition that the key is free; a store that ignores it
 * there lets a second writer of the same key write the same bytes again, as the key carries their
 * hash.
 */
final class MultipartUpload {
  /** Files up to this size are stored with one request. */
  static final long SINGLE_REQUEST_BYTES_MAX = 64L << 20;

  private static final long PART_BYTES_MIN = 32L << 20;
  private static final int PARTS_MAX = 10_000;
  private static final int COPY_BYTES = 1 << 16;

  private final S3Requests requests;
  private final StoredObject object;
  private final ObjectKey key;
  private final Path file;

  /**
   * @param object what the file must be; it is not stored if it is not
   */
  MultipartUpload(S3Requests requests, StoredObject object, Path file) {
    this.requests = requests;
    this.object = object;
    this.key = object.key();
    this.file = file;
  }

  void run() throws IOException {
    String uploadId = create();
    boolean completed = false;
    try {
      complete(uploadId, upload(uploadId));
      completed = true;
    } finally {
      if (!completed) {
        abort(uploadId);
      }
    }
  }

  private String create() {
    CreateMultipartUploadArgs args =
        requests
            .about(CreateMultipartUploadArgs.builder(), key)
            .headers(new Http.Headers("x-amz-checksum-algorithm", "SHA256"))
            .build();
    return S3Requests.await(() -> requests.client().createMultipartUpload(args))
        .result()
        .uploadId();
  }

  private List<Part> upload(String uploadId) throws IOException {
    List<Part> parts = new ArrayList<>();
    MessageDigest whole = Sha256.digest();
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      long size = bytes.length();
      long partBytes = Math.max(PART_BYTES_MIN, Math.ceilDiv(size, PARTS_MAX));
      for (long offset = 0; offset < size; offset += partBytes) {
        long length = Math.min(partBytes, size - offset);
        Sha256 sha256 = hash(bytes, offset, length, whole);
        // The request's body begins where the file stands when the request is made.
        bytes.seek(offset);
        UploadPartArgs args =
            requests
                .about(UploadPartArgs.builder(), key)
                .uploadId(uploadId)
                .partNumber(parts.size() + 1)
                .file(bytes, length)
                .headers(S3Requests.contentHash(sha256))
                .build();
        parts.add(S3Requests.await(() -> requests.client().uploadPart(args)).part());
      }
    }
    // The store verifies each part by its own hash; that they are the object is verified here.
    FileHash.require(object, Sha256.ofDigest(whole.digest()));
    return parts;
  }

  private static Sha256 hash(RandomAccessFile bytes, long offset, long length, MessageDigest whole)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[COPY_BYTES];
    bytes.seek(offset);
    for (long left = length; left > 0; ) {
      int read = (int) Math.min(left, buffer.length);
      bytes.readFully(buffer, 0, read);
      digest.update(buffer, 0, read);
      whole.update(buffer, 0, read);
      left -= read;
    }
    return Sha256.ofDigest(digest.digest());
  }

  private void complete(String uploadId, List<Part> parts) {
    CompleteMultipartUploadArgs args =
        requests
            .about(CompleteMultipartUploadArgs.builder(), key)
            .uploadId(uploadId)
            .parts(parts.toArray(Part[]::new))
            .extraHeaders(S3Requests.IF_ABSENT)
            .build();
    S3Requests.await(() -> requests.client().completeMultipartUpload(args));
  }

  /** What cannot be aborted stays invisible, and costs space until the store expires it. */
  private void abort(String uploadId) {
    AbortMultipartUploadArgs args =
        requests.about(AbortMultipartUploadArgs.builder(), key).uploadId(uploadId).build();
    try {
      S3Requests.await(() -> requests.client().abortMultipartUpload(args));
    } catch (S3Failure e) {
      // The failure that led here is the one to report.
      return;
    }
  }
}
