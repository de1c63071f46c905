/** The theory of training: kernels, landscapes, dynamics, geometry, control, generalization. */
@NullMarked
package org.paisaje.theory;

import org.jspecify.annotations.NullMarked;
