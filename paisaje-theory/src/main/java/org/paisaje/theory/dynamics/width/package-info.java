/** What the width of the layers does to signals, to what is learned and to the rate, in each parametrization. */
@NullMarked
package org.paisaje.theory.dynamics.width;

import org.jspecify.annotations.NullMarked;
