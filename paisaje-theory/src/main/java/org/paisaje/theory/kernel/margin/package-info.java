/** Hard-margin solutions of kernels and the training that tends to them. */
@NullMarked
package org.paisaje.theory.kernel.margin;

import org.jspecify.annotations.NullMarked;
