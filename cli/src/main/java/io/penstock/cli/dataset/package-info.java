/** Datasets, versions and ledgers. */
@NullMarked
package io.penstock.cli.dataset;

import org.jspecify.annotations.NullMarked;
