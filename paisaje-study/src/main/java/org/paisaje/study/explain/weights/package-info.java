/** What weights say of themselves, without data. */
@NullMarked
package org.paisaje.study.explain.weights;

import org.jspecify.annotations.NullMarked;
