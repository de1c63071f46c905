/** Tangent kernels and how far training stays linear. */
@NullMarked
package org.paisaje.theory.kernel;

import org.jspecify.annotations.NullMarked;
