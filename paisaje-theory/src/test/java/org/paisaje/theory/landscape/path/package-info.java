@NullMarked
package org.paisaje.theory.landscape.path;

import org.jspecify.annotations.NullMarked;
