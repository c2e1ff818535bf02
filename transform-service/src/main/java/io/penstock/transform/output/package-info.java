/** From conformed rows to the files of a dataset: duplicates, the user's SQL, partitions. */
@NullMarked
package io.penstock.transform.output;

import org.jspecify.annotations.NullMarked;
