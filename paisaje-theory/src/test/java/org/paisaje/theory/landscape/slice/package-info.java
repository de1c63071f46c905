@NullMarked
package org.paisaje.theory.landscape.slice;

import org.jspecify.annotations.NullMarked;
