@NullMarked
package org.paisaje.theory.kernel;

import org.jspecify.annotations.NullMarked;
