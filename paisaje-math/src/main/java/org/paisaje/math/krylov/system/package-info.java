/** Linear systems and least squares: conjugate gradients, LSMR, and preconditioners. */
@NullMarked
package org.paisaje.math.krylov.system;

import org.jspecify.annotations.NullMarked;
