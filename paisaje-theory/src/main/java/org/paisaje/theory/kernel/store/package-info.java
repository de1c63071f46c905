/**
 * Kernels of more points than fit into memory: a packed symmetric matrix in tiles in a file, and a solver for it whose
 * residual is certified in double precision.
 */
@NullMarked
package org.paisaje.theory.kernel.store;

import org.jspecify.annotations.NullMarked;
