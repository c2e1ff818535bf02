package io.penstock.catalog.scene;

import io.penstock.lake.store.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;

/** Makes scenes on the database and the bucket of the test. */
@ApplicationScoped
public class Scenes {
  private final DataSource database;
  private final ObjectStore store;

  Scenes(DataSource database, ObjectStore store) {
    this.database = database;
    this.store = store;
  }

  /** A pipeline of its own, with its own source and dataset. */
  public Scene create() {
    // The application makes the bucket in the background.
    store.ensureBucket();
    Scene scene = new Scene(new Sql(database), store);
    scene.register();
    return scene;
  }

  /** The database, for what has no API. */
  public Sql sql() {
    return new Sql(database);
  }
}
