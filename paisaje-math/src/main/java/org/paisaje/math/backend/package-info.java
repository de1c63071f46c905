/**
 * The kernels behind {@link org.paisaje.math.linalg.Blas}: OpenBLAS or oneMKL through {@code java.lang.foreign} and
 * their twin in plain Java. Not part of the public interface; arguments are trusted here, the callers in {@code math} check them.
 */
@NullMarked
package org.paisaje.math.backend;

import org.jspecify.annotations.NullMarked;
