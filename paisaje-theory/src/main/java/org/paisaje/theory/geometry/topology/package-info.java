/** Shapes of class sets: Betti numbers on grids, and whether a plane parts two classes. */
@NullMarked
package org.paisaje.theory.geometry.topology;

import org.jspecify.annotations.NullMarked;
