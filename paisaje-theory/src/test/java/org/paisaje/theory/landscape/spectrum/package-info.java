@NullMarked
package org.paisaje.theory.landscape.spectrum;

import org.jspecify.annotations.NullMarked;
