/** The Temporal workflows of Penstock and what starts them. A service without state of its own. */
@NullMarked
package io.penstock.workflow;

import org.jspecify.annotations.NullMarked;
