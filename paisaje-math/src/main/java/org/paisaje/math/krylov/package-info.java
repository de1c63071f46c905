/** Krylov methods and stochastic estimators for operators that are known through their products. */
@NullMarked
package org.paisaje.math.krylov;

import org.jspecify.annotations.NullMarked;
