/** The engine of graphs of nodes, convolutional networks among them: the passes over all nodes. Closed to the outside. */
@NullMarked
package org.paisaje.network.graph;

import org.jspecify.annotations.NullMarked;
