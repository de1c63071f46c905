/**
 * The kernels behind {@link org.paisaje.math.linalg.Blas}: OpenBLAS through {@code java.lang.foreign} and its plain-Java
 * twin. Not part of the public interface; arguments are trusted here, the callers in {@code math} check them.
 */
@NullMarked
package org.paisaje.math.backend;

import org.jspecify.annotations.NullMarked;
