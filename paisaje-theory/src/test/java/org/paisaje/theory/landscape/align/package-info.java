@NullMarked
package org.paisaje.theory.landscape.align;

import org.jspecify.annotations.NullMarked;
