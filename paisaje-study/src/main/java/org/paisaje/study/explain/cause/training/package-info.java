/** Causes in the start, the steps, the place where they ended and the fit. */
@org.jspecify.annotations.NullMarked
package org.paisaje.study.explain.cause.training;
