/** Functions of a symmetric operator or matrix applied to vectors. */
@NullMarked
package org.paisaje.math.krylov.function;

import org.jspecify.annotations.NullMarked;
