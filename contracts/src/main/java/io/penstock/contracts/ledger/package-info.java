/** The account of every row. */
@NullMarked
package io.penstock.contracts.ledger;

import org.jspecify.annotations.NullMarked;
