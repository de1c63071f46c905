/** The engine of convolutional layers. Closed to the outside. */
@NullMarked
package org.paisaje.network.convolution;

import org.jspecify.annotations.NullMarked;
