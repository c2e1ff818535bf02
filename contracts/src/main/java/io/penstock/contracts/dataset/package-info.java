/** Published versions of a dataset. */
@NullMarked
package io.penstock.contracts.dataset;

import org.jspecify.annotations.NullMarked;
