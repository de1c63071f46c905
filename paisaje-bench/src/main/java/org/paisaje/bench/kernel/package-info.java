/** Kernels of wide networks and training with them. */
@NullMarked
package org.paisaje.bench.kernel;

import org.jspecify.annotations.NullMarked;
