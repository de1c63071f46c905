/** The engine of small widths: samples along the vector lanes. Closed to the outside. */
@NullMarked
package org.paisaje.network.narrow;

import org.jspecify.annotations.NullMarked;
