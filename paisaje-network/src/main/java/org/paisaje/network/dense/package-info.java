/** The engine of dense and residual layers: forward, backward, tangent passes on batches. Closed to the outside. */
@NullMarked
package org.paisaje.network.dense;

import org.jspecify.annotations.NullMarked;
