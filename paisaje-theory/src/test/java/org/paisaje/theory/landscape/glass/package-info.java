@NullMarked
package org.paisaje.theory.landscape.glass;

import org.jspecify.annotations.NullMarked;
