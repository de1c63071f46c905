@org.jspecify.annotations.NullMarked
package org.paisaje.theory.landscape.population;
