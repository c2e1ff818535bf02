package io.penstock.catalog.publication;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.Window;
import io.penstock.lake.fingerprint.ContentHash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/**
 * What the files of a version are together.
 *
 * @param contentHash hash of its rows
 */
record ContentSums(Sha256 contentHash, int files, long rows, long bytes) {

  /**
   * Adds up files that stay, which are given in the order of their windows, and those that are
   * added, which come in between. It holds the files of one window at a time.
   */
  static final class Adding {
    private final ContentHash.Digest digest = new ContentHash.Digest();
    private final Queue<FinishedBuild> added;
    private final List<ContentHash.Part> parts = new ArrayList<>();
    private int files;
    private long rows;
    private long bytes;

    Adding(List<FinishedBuild> added) {
      this.added =
          new ArrayDeque<>(
              added.stream().sorted(Comparator.comparing(FinishedBuild::window)).toList());
    }

    /** Adds a file that stays. */
    void keep(Window window, String partitionPath, Fingerprint content, long size) {
      addUpTo(window);
      add(window, partitionPath, content, size);
    }

    /** What all are together; nothing can be added afterwards. */
    ContentSums end() {
      added.forEach(this::add);
      added.clear();
      digestWindow();
      return new ContentSums(digest.end(), files, rows, bytes);
    }

    private void addUpTo(Window window) {
      FinishedBuild next = added.peek();
      while (next != null && next.window().compareTo(window) < 0) {
        add(next);
        added.remove();
        next = added.peek();
      }
    }

    private void add(FinishedBuild build) {
      build
          .files()
          .forEach(file ->
              add(build.window(), file.partitionPath(), file.content(), file.object().bytes()));
    }

    private void add(Window window, String partitionPath, Fingerprint content, long size) {
      if (!parts.isEmpty() && !parts.getFirst().window().equals(window)) {
        digestWindow();
      }
      parts.add(new ContentHash.Part(window, partitionPath, content));
      files++;
      rows += content.count();
      bytes += size;
    }

    private void digestWindow() {
      digest.add(parts);
      parts.clear();
    }
  }
}
