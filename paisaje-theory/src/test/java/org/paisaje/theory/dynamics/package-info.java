@NullMarked
package org.paisaje.theory.dynamics;

import org.jspecify.annotations.NullMarked;
