/** Tests of what weights say of themselves. */
@NullMarked
package org.paisaje.study.explain.weights;

import org.jspecify.annotations.NullMarked;
