/** What the Krylov methods share: stores of vectors, orthonormal bases, counted products. Closed to the outside. */
@NullMarked
package org.paisaje.math.krylov.core;

import org.jspecify.annotations.NullMarked;
