/** What log lines say beside their message. */
@NullMarked
package io.penstock.runtime.log;

import org.jspecify.annotations.NullMarked;
