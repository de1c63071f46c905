/** Causes in inputs, targets and labels. */
@org.jspecify.annotations.NullMarked
package org.paisaje.study.explain.cause.data;
