/** Activation functions and their registry. */
@NullMarked
package org.paisaje.network.activation;

import org.jspecify.annotations.NullMarked;
