/** The landscape of deep linear networks in closed form: optima, saddles and what a penalty makes of them. */
@NullMarked
package org.paisaje.theory.landscape.linear;

import org.jspecify.annotations.NullMarked;
