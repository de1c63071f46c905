@NullMarked
package org.paisaje.theory.landscape.linear;

import org.jspecify.annotations.NullMarked;
