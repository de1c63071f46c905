@NullMarked
package org.paisaje.theory.landscape;

import org.jspecify.annotations.NullMarked;
