/** What weights say of how a network will do on new data. */
@NullMarked
package org.paisaje.theory.generalization;

import org.jspecify.annotations.NullMarked;
