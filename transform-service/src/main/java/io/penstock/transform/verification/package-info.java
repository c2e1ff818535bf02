/** Makes a published window once more, to show that it can be made again. */
@NullMarked
package io.penstock.transform.verification;

import org.jspecify.annotations.NullMarked;
