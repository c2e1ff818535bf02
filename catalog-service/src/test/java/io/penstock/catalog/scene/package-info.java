/** Pipelines whose builds are made up, for tests of what comes after them. */
@NullMarked
package io.penstock.catalog.scene;

import org.jspecify.annotations.NullMarked;
