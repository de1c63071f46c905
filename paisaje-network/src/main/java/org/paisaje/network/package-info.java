/** Parametric families of functions and their exact derivatives. */
@NullMarked
package org.paisaje.network;

import org.jspecify.annotations.NullMarked;
