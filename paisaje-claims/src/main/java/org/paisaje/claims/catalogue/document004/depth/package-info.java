/** Document 004 on depth as time: other steps than Euler's, uneven grids, maps that are iterated, signals in deep networks. */
@NullMarked
package org.paisaje.claims.catalogue.document004.depth;

import org.jspecify.annotations.NullMarked;
