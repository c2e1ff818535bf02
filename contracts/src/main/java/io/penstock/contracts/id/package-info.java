/** Names and identifiers: small records that refuse what is not one. */
@NullMarked
package io.penstock.contracts.id;

import org.jspecify.annotations.NullMarked;
