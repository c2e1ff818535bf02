package io.penstock.validation.checkpoint;

import io.penstock.checkpoint.history.PublishedVersion;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.store.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fetches the files of versions that a suite refers to.
 *
 * @param session where they are read
 */
record ReferencedFiles(ObjectStore store, EngineSession session) {
  /**
   * The rows of a version; none if it has no files.
   *
   * @param place a number of its own for each version in the session
   */
  Optional<PublishedVersion.Data> rows(List<StoredObject> files, int place) {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    List<String> paths = new ArrayList<>();
    Path folder = session.scratch().resolve("version-" + place);
    for (StoredObject file : files) {
      Path directory = folder.resolve(Integer.toString(paths.size()));
      paths.add(Sql.literal(store.download(file.key(), file.sha256(), directory)));
    }
    // Files of older versions of the spec may lack columns.
    String relation = "read_parquet([" + String.join(", ", paths) + "], union_by_name = true)";
    return Optional.of(new PublishedVersion.Data(relation, CheckInput.schema(session, relation)));
  }
}
