/** Products, eigenvalues, integrators and elementwise functions. */
@NullMarked
package org.paisaje.bench.algebra;

import org.jspecify.annotations.NullMarked;
