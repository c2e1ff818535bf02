/** Which sources there are, and that they are all being landed. */
@NullMarked
package io.penstock.ingest.source;

import org.jspecify.annotations.NullMarked;
