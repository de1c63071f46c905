/** Tests of what weights say. */
@NullMarked
package org.paisaje.theory.generalization;

import org.jspecify.annotations.NullMarked;
