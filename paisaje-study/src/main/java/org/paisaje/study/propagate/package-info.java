/** Points, grids, signals and gradients on their way through the layers, along a run or at given weights. */
@NullMarked
package org.paisaje.study.propagate;

import org.jspecify.annotations.NullMarked;
