@NullMarked
package org.paisaje.theory.geometry.ring;

import org.jspecify.annotations.NullMarked;
