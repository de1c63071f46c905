@NullMarked
package org.paisaje.theory.landscape.critical;

import org.jspecify.annotations.NullMarked;
