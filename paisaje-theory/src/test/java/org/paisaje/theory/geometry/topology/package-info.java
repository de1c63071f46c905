/** Tests of shapes of class sets. */
@NullMarked
package org.paisaje.theory.geometry.topology;

import org.jspecify.annotations.NullMarked;
