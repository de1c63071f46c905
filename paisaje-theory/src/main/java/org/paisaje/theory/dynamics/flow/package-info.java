/** Depth and training as time: where points go through the layers and along a run. */
@NullMarked
package org.paisaje.theory.dynamics.flow;

import org.jspecify.annotations.NullMarked;
