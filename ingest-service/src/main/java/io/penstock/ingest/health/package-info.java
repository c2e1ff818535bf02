/** Whether ingest can do its work, and what it lacks if not. */
@NullMarked
package io.penstock.ingest.health;

import org.jspecify.annotations.NullMarked;
