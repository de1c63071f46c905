/**
 * Krylov methods and stochastic estimators for operators that are known through their products. The rooms are {@code eigen},
 * {@code system}, {@code trace} and {@code function}; here is what they have in common to their users.
 */
@NullMarked
package org.paisaje.math.krylov;

import org.jspecify.annotations.NullMarked;
