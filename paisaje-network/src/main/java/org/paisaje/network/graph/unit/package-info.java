/** The hidden units of a graph: which entries are one, which may change places, signs and scales. Closed to the outside. */
@NullMarked
package org.paisaje.network.graph.unit;

import org.jspecify.annotations.NullMarked;
