@NullMarked
package org.paisaje.theory.landscape.population;

import org.jspecify.annotations.NullMarked;
