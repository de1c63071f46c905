/** What the nodes of a graph compute, with its derivatives: one operation each. Closed to the outside. */
@NullMarked
package org.paisaje.network.graph.operation;

import org.jspecify.annotations.NullMarked;
