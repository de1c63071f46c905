/** The population loss of two layers of ReLU taught by such a network, in closed form, and where descent on it ends. */
@NullMarked
package org.paisaje.theory.landscape.population;

import org.jspecify.annotations.NullMarked;
