/** Dense matrices and linear operators. */
@NullMarked
package org.paisaje.math.linalg;

import org.jspecify.annotations.NullMarked;
