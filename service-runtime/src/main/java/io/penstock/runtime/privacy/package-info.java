/** The secret keys of privacy rules, from a service's configuration. */
@NullMarked
package io.penstock.runtime.privacy;

import org.jspecify.annotations.NullMarked;
