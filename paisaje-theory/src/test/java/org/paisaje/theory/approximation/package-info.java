@NullMarked
package org.paisaje.theory.approximation;

import org.jspecify.annotations.NullMarked;
