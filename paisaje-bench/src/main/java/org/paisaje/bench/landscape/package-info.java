/** Curvature, critical points, regions, alignment and dynamics of networks. */
@NullMarked
package org.paisaje.bench.landscape;

import org.jspecify.annotations.NullMarked;
